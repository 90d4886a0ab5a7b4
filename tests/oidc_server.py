"""A sign-in service over HTTP, as a council might have one: discovery, a login form, codes with PKCE, tokens, keys.

It checks what a strict service checks, and can be told to do wrong what a broken or hostile one would.
"""

import base64
import hashlib
import hmac
import json
import secrets
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT_ID, CLIENT_SECRET = "navigator-desk", "a secret of the client only"
PASSWORD = "the council's own password"


@cache
def _key(number: int) -> RSAKey:
    """Keys take long to make, so tests share them."""
    return RSAKey.generate_key(2048, {"kid": f"key-{number}", "use": "sig", "alg": "RS256"})


@dataclass
class OidcServer:
    """Its state, which tests change. `claims`: what it says of each user; `wrong`: what goes wrong, empty for nothing.

    seen: the forms that came to the token endpoint, for assertions.
    """

    issuer: str
    now: Callable[[], datetime]
    claims: dict[str, dict[str, Any]] = field(default_factory=dict)
    wrong: str = ""
    redirects: set[str] = field(default_factory=set)
    keys: list[RSAKey] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    seen: list[dict[str, str]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    rotations: int = 0

    def rotate(self) -> None:
        """Sign with a new key from now on."""
        self.keys = [_key(self.rotations)]
        self.rotations += 1

    async def discovery(self, request: Request) -> Response:
        self.asked.append("discovery")
        if self.wrong == "down":
            return Response("out of order", 503)
        return JSONResponse(
            {
                "issuer": self.issuer if self.wrong != "issuer" else "https://elsewhere.example",
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/jwks",
                "end_session_endpoint": f"{self.issuer}/logout",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "token_endpoint_auth_methods_supported": ["client_secret_basic"],
                "code_challenge_methods_supported": ["S256"],
                "authorization_response_iss_parameter_supported": True,
            }
        )

    async def authorize(self, request: Request) -> Response:
        asked = dict(request.query_params)
        needed = {"response_type", "client_id", "redirect_uri", "scope", "state", "nonce", "code_challenge"}
        is_right = (
            needed <= set(asked)
            and asked["response_type"] == "code"
            and asked["client_id"] == CLIENT_ID
            and asked["redirect_uri"] in self.redirects
            and asked.get("code_challenge_method") == "S256"
            and "openid" in asked["scope"].split()
        )
        if not is_right:
            return HTMLResponse("<h1>Bad request</h1>", 400)
        if request.method == "GET":
            return HTMLResponse(
                "<!doctype html><html lang=en><title>Council sign-in</title><h1>Council sign-in</h1><form method=post>"
                "<label>Name <input name=user></label><label>Password <input name=password type=password></label>"
                "<button>Sign in</button></form></html>"
            )
        form = await _form(request)
        user, back = form["user"], asked["redirect_uri"]
        if self.wrong == "refuses":
            said = {"error": "access_denied", "state": asked["state"], "iss": self.issuer}
            return RedirectResponse(f"{back}?{urlencode(said)}", 303)
        if user not in self.claims or form["password"] != PASSWORD:
            return HTMLResponse("<h1>Wrong password</h1>", 403)
        code = secrets.token_urlsafe(16)
        self.codes[code] = {**asked, "user": user}
        issuer = "https://mixed-up.example" if self.wrong == "mix-up" else self.issuer
        return RedirectResponse(f"{back}?{urlencode({'code': code, 'state': asked['state'], 'iss': issuer})}", 303)

    async def token(self, request: Request) -> Response:
        form = await _form(request)
        self.seen.append(form)
        expected = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        if request.headers.get("authorization") != f"Basic {expected}":
            return JSONResponse({"error": "invalid_client"}, 401)
        if self.wrong == "token 500":
            return Response("out of order", 500)
        asked = self.codes.pop(form.get("code", ""), None)  # once
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if asked is None or form["redirect_uri"] != asked["redirect_uri"] or challenge != asked["code_challenge"]:
            return JSONResponse({"error": "invalid_grant"}, 400)
        answer = {"access_token": secrets.token_urlsafe(16), "token_type": "Bearer", "expires_in": 300}
        if self.wrong != "no token":
            answer["id_token"] = self._id_token(asked)
        return JSONResponse(answer, headers={"Cache-Control": "no-store"})

    async def jwks(self, request: Request) -> Response:
        self.asked.append("jwks")
        return JSONResponse(KeySet(list(self.keys)).as_dict(private=False))

    async def logout(self, request: Request) -> Response:
        return RedirectResponse(request.query_params["post_logout_redirect_uri"], 303)

    def _id_token(self, asked: dict[str, str]) -> str:
        at = int(self.now().timestamp())
        claims = {
            "iss": self.issuer,
            "sub": f"id-of-{asked['user']}",
            "aud": CLIENT_ID,
            "iat": at,
            "exp": at + 300,
            "nonce": asked["nonce"],
            **self.claims[asked["user"]],
        }
        changed: dict[str, dict[str, Any]] = {
            "wrong nonce": {"nonce": "another"},
            "wrong aud": {"aud": "another-client"},
            "several aud": {"aud": [CLIENT_ID, "another-client"]},
            "wrong azp": {"aud": [CLIENT_ID, "another-client"], "azp": "another-client"},
            "wrong iss": {"iss": "https://elsewhere.example"},
            "expired": {"iat": at - 4000, "exp": at - 3700},
            "from the future": {"iat": at + 4000, "exp": at + 4300},
        }
        claims |= changed.get(self.wrong, {})
        if self.wrong == "no nonce":
            del claims["nonce"]
        if self.wrong == "no sub":
            del claims["sub"]
        if self.wrong == "alg none":
            return f"{_part({'alg': 'none', 'typ': 'JWT'})}.{_part(claims)}."
        header = {"alg": "RS256", "kid": self.keys[0].kid}
        if self.wrong == "alg HS256":  # signed with what everybody knows: the public key
            start = f"{_part({**header, 'alg': 'HS256'})}.{_part(claims)}"
            mac = hmac.new(self.keys[0].as_pem(private=False), start.encode(), hashlib.sha256).digest()
            return f"{start}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"
        if self.wrong == "alg HS256 by the secret":
            return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(CLIENT_SECRET))
        if self.wrong == "another key":
            return jwt.encode(header, claims, RSAKey.import_key(_key(9).as_pem(private=True)))
        if self.wrong == "unknown key":
            return jwt.encode({**header, "kid": _key(9).kid}, claims, _key(9))
        text = jwt.encode(header, claims, self.keys[0])
        if self.wrong == "changed":
            head, _, signature = text.split(".")
            return f"{head}.{_part({**claims, 'email': 'lead@exampleshire.example'})}.{signature}"
        return text


async def _form(request: Request) -> dict[str, str]:
    return dict(parse_qsl((await request.body()).decode()))


def _part(value: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


@contextmanager
def serving(now: Callable[[], datetime]) -> Iterator[OidcServer]:
    """A sign-in service on this machine while the block runs."""
    with listening() as (sock, address):
        server = OidcServer(address, now)
        server.rotate()
        routes = [
            Route("/.well-known/openid-configuration", server.discovery),
            Route("/authorize", server.authorize, methods=["GET", "POST"]),
            Route("/token", server.token, methods=["POST"]),
            Route("/jwks", server.jwks),
            Route("/logout", server.logout),
        ]
        with in_a_thread(Starlette(routes=routes), sock):
            yield server


@contextmanager
def listening() -> Iterator[tuple[socket.socket, str]]:
    """A port of this machine that listens, and its address."""
    with socket.socket() as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind(("127.0.0.1", 0))
        sock.listen(64)
        yield sock, f"http://127.0.0.1:{sock.getsockname()[1]}"


@contextmanager
def in_a_thread(app: Starlette, sock: socket.socket) -> Iterator[None]:
    """Serve an application until the block ends."""
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="none", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(10)
