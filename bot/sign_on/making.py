"""Whether single sign-on is set up. Its secret comes from the environment only."""

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from common.settings import Settings

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    from bot.channels.pages import Pages
    from bot.running import Running

START, BACK, OUT = "/adviser/single-sign-on", "/adviser/single-sign-on/back", "/adviser/single-sign-on/out"
SECRET = "NAVIGATOR_SIGN_ON_SECRET"  # noqa: S105 - the name of the variable
_DOCS = "docs/councils/single-sign-on.md"


def client_secret(variables: Mapping[str, str] = os.environ) -> str:
    """The secret of our client, or empty."""
    return variables.get(SECRET, "").strip()


def problems(settings: Settings, variables: Mapping[str, str] = os.environ) -> list[str]:
    """What is missing or wrong, in words, with how to mend it."""
    chosen, found = settings.single_sign_on, []
    if not chosen.issuer:
        if not chosen.passwords:
            found.append("council.yml: single_sign_on.passwords is false and no issuer is set, so nobody can sign in")
        return found
    if not settings.desk.address:
        found.append(f"council.yml: desk.address is empty, and single sign-on comes back to it. Set it ({_DOCS})")
    if not chosen.client_id:
        found.append(f"council.yml: single_sign_on.client_id is empty. Your sign-in service gives you one ({_DOCS})")
    if not chosen.email_domains:
        found.append("council.yml: single_sign_on.email_domains is empty, so nobody can sign in. Name your own domain")
    if bool(chosen.role_claim) != bool(chosen.roles):
        found.append("council.yml: single_sign_on.role_claim and roles go together: set both, or neither")
    if chosen.make_accounts and not chosen.roles:
        found.append("council.yml: single_sign_on.make_accounts needs roles: an account is made by its group")
    if chosen.safeguarding and not chosen.role_claim:
        found.append("council.yml: single_sign_on.safeguarding needs role_claim: it names groups of that claim")
    if not client_secret(variables):
        found.append(f"council.yml: single_sign_on.issuer is set, but {SECRET} is not ({_DOCS})")
    return found


async def _off(request: "Request") -> "Response":
    from starlette.exceptions import HTTPException

    raise HTTPException(404)


def sign_on_routes(running: "Running", pages: "Pages") -> "list[Route]":
    """The routes of single sign-on. While it is off, nothing is there."""
    if not running.services.settings.single_sign_on.issuer:
        from starlette.routing import Route

        return [Route(path, _off) for path in (START, BACK, OUT)]
    from bot.sign_on.pages import SignOnPages  # its libraries are slow to import

    return SignOnPages(running, pages, client_secret()).routes()
