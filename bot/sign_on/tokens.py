"""From a code to what the sign-in service vouches for: the token is fetched, and everything about it is checked.

Rules: OpenID Connect Core 1.0, section 3.1.3.7; PKCE by RFC 7636.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError

from bot.sign_on.provider import Provider, ProviderFailed

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures by a key that only the sign-in service has. Never `none`, and never a secret that both sides know."""
LEEWAY = 60
"""Seconds by which two clocks may differ."""
SCOPE = "openid email profile"


class NotVouchedFor(Exception):
    """The token is not what it should be; the message is for the log and names nobody."""


@dataclass(frozen=True)
class Client:
    """What we are to the sign-in service. `redirect`: where it sends people back to."""

    client_id: str
    secret: str
    redirect: str


def begin(provider: Provider, client: Client, *, state: str, nonce: str, verifier: str) -> str:
    """The address to send somebody to. Raises ProviderFailed."""
    address, _ = _session(provider, client).create_authorization_url(
        provider.metadata().authorises, state=state, code_verifier=verifier, nonce=nonce
    )
    return str(address)


def redeem(
    provider: Provider, client: Client, *, code: str, nonce: str, verifier: str, at: datetime
) -> Mapping[str, Any]:
    """The claims of whoever came back with a code. Raises ProviderFailed and NotVouchedFor."""
    where = provider.metadata().gives_tokens
    try:
        with _session(provider, client) as session:
            given = session.fetch_token(where, code=code, code_verifier=verifier, timeout=10.0, allow_redirects=False)
    except OAuthError as error:
        raise NotVouchedFor(f"the code was refused ({_printable(error.error)})") from None
    except (requests.RequestException, ValueError) as error:
        raise ProviderFailed(f"no token from it ({type(error).__name__})") from None
    if not isinstance(given, dict) or not isinstance(given.get("id_token"), str):
        raise NotVouchedFor("there is no ID token")
    token = _signed(provider, given["id_token"])
    claims = CodeIDToken(
        token.claims,
        token.header,
        options={
            "iss": {"essential": True, "value": provider.metadata().issuer},
            "aud": {"essential": True, "value": client.client_id},
        },
        params={"nonce": nonce, "client_id": client.client_id, "access_token": given.get("access_token")},
    )
    try:
        claims.validate(now=int(at.timestamp()), leeway=LEEWAY)
    except JoseError as error:
        raise NotVouchedFor(f"{error.error}{_claim(error)}") from None
    return claims


def _signed(provider: Provider, text: str) -> jwt.Token:
    """The token, once its signature is right; keys that were changed meanwhile are read again."""
    for unknown_key in (False, True):
        try:
            return jwt.decode(text, provider.keys(unknown_key), algorithms=list(ALGORITHMS))
        except InvalidKeyIdError:
            continue
        except (JoseError, ValueError) as error:
            raise NotVouchedFor(f"the token is not signed as it should be ({type(error).__name__})") from None
    raise NotVouchedFor("the token is signed with an unknown key")


def _claim(error: JoseError) -> str:
    """Which claim is wrong, never its value."""
    name = getattr(error, "claim", None)
    return f": {name}" if name else ""


def _printable(said: object) -> str:
    """An error's name as the other side gave it, fit for a line of a log."""
    return re.sub(r"[^a-z_]", "?", str(said)[:40])


def _session(provider: Provider, client: Client) -> OAuth2Session:
    return OAuth2Session(
        client_id=client.client_id,
        client_secret=client.secret,
        token_endpoint_auth_method=provider.metadata().client_secret_by,
        scope=SCOPE,
        redirect_uri=client.redirect,
        code_challenge_method="S256",
    )
