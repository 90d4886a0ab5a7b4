"""From what the sign-in service vouches for to an account at the desk."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.engine import Connection

from bot.sign_on.tokens import NotVouchedFor
from casework.desk import accounts, sign_on
from casework.desk.accounts import Adviser
from casework.desk.tables import Role
from common.settings import SingleSignOn

BY = "single sign-on"
MOST_FIRST: tuple[Role, ...] = ("admin", "lead", "adviser", "editor")
"""Whoever is in several groups gets the role that comes first here."""


def account_of(connection: Connection, claims: Mapping[str, Any], settings: SingleSignOn, at: datetime) -> Adviser:
    """The account to sign in to, linked for good; made or given another role where the settings say so.

    Raises NotVouchedFor, with a reason that names nobody.
    """
    issuer, subject = str(claims["iss"]), str(claims["sub"])
    groups = _groups(claims, settings)
    role = next((role for role in MOST_FIRST if any(settings.roles.get(group) == role for group in groups)), None)
    if settings.roles and role is None:
        raise NotVouchedFor("in no group that has a role")
    linked = sign_on.linked(connection, issuer, subject)
    adviser = linked or _by_email(connection, claims, settings, role, at)
    if adviser.disabled_at is not None:
        raise NotVouchedFor("the account is disabled")
    if linked is None and not sign_on.link(connection, issuer, subject, adviser, at):
        raise NotVouchedFor("the account belongs to somebody else with the same address")
    safeguarding = bool(groups & set(settings.safeguarding)) if settings.safeguarding else adviser.safeguarding
    return sign_on.set_role(connection, adviser, role or adviser.role, safeguarding, at, BY)


def _by_email(
    connection: Connection, claims: Mapping[str, Any], settings: SingleSignOn, role: Role | None, at: datetime
) -> Adviser:
    email = claims.get("email")
    if not isinstance(email, str) or "@" not in email or len(email) > 100:
        raise NotVouchedFor("no email address")
    if claims.get("email_verified") is not True and not settings.emails_are_verified:
        raise NotVouchedFor("an email address that is not verified")
    email = email.strip().lower()
    if email.rpartition("@")[2] not in {domain.lower() for domain in settings.email_domains}:
        raise NotVouchedFor("an email address of another domain")
    found = accounts.find(connection, email)
    if found is None and settings.make_accounts and role is not None:
        name = str(claims.get("given_name") or claims.get("name") or email.partition("@")[0]).strip()[:100]
        accounts.add(
            connection, login=email, name=name, role=role, safeguarding=False, password_hash=None, at=at, by=BY
        )
        found = accounts.find(connection, email)
    if found is None:
        raise NotVouchedFor("no account by that email address")
    return found


def _groups(claims: Mapping[str, Any], settings: SingleSignOn) -> set[str]:
    said = claims.get(settings.role_claim) if settings.role_claim else None
    return {said} if isinstance(said, str) else {each for each in said or () if isinstance(each, str)}
