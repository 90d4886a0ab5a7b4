"""The council's sign-in service: where its parts are, and its keys (OpenID Connect Discovery 1.0)."""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import requests
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

SECONDS = 10.0
_KNOWN_FOR = timedelta(hours=1)
_NO_SOONER = timedelta(seconds=30)
"""A token with an unknown key has the keys read again, but not for every token that somebody makes up."""
_LONGEST = 1_000_000


class ProviderFailed(Exception):
    """The sign-in service did not answer, or not as it should; the message names nobody."""


@dataclass(frozen=True)
class Metadata:
    """What a sign-in service says of itself. `ends_session`: where people sign out of it, empty if nowhere."""

    issuer: str
    authorises: str
    gives_tokens: str
    has_keys: str
    ends_session: str
    client_secret_by: str
    says_issuer: bool


class Provider:
    """One sign-in service. What it says is kept for an hour."""

    def __init__(self, issuer: str, now: Callable[[], datetime], seconds: float = SECONDS) -> None:
        self._issuer = issuer
        self._now = now
        self._seconds = seconds
        self._metadata: tuple[datetime, Metadata] | None = None
        self._keys: tuple[datetime, KeySet] | None = None
        self._lock = threading.Lock()

    def metadata(self) -> Metadata:
        """Where its parts are. Raises ProviderFailed."""
        with self._lock:
            if self._metadata is None or self._now() - self._metadata[0] >= _KNOWN_FOR:
                address = self._issuer.rstrip("/") + "/.well-known/openid-configuration"
                self._metadata = (self._now(), self._read(self._get(address)))
            return self._metadata[1]

    def keys(self, unknown_key: bool = False) -> KeySet:
        """Its keys. `unknown_key`: a token has one that is not among them. Raises ProviderFailed."""
        where = self.metadata().has_keys
        with self._lock:
            age = self._now() - self._keys[0] if self._keys else None
            if self._keys is None or age is None or age >= (_NO_SOONER if unknown_key else _KNOWN_FOR):
                try:
                    self._keys = (self._now(), KeySet.import_key_set(self._get(where)))
                except (JoseError, ValueError, KeyError, TypeError) as error:
                    raise ProviderFailed(f"its keys can't be read ({type(error).__name__})") from None
            return self._keys[1]

    def _get(self, address: str) -> Any:
        try:
            with requests.get(address, timeout=self._seconds, allow_redirects=False, stream=True) as answer:
                if answer.status_code != 200:
                    raise ProviderFailed(f"it said {answer.status_code}")
                said = answer.raw.read(_LONGEST + 1, decode_content=True)
        except requests.RequestException as error:
            raise ProviderFailed(f"no word from it ({type(error).__name__})") from None
        if len(said) > _LONGEST:
            raise ProviderFailed("it said too much")
        try:
            return json.loads(said)
        except ValueError:
            raise ProviderFailed("what it said is no JSON") from None

    def _read(self, said: Any) -> Metadata:
        if not isinstance(said, dict) or said.get("issuer") != self._issuer:
            raise ProviderFailed("it has another issuer than single_sign_on.issuer of council.yml")
        ends = said.get("end_session_endpoint")
        ways = said.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        return Metadata(
            issuer=self._issuer,
            authorises=_safe(said.get("authorization_endpoint")),
            gives_tokens=_safe(said.get("token_endpoint")),
            has_keys=_safe(said.get("jwks_uri")),
            ends_session=_safe(ends) if ends else "",
            client_secret_by="client_secret_basic" if "client_secret_basic" in ways else "client_secret_post",
            says_issuer=said.get("authorization_response_iss_parameter_supported") is True,
        )


def _safe(address: object) -> str:
    """An address that is read by https, or is on this very machine."""
    parts = urlsplit(address) if isinstance(address, str) else urlsplit("")
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost", "::1")):
        return str(address)
    raise ProviderFailed("an address of it is missing or not by https")
