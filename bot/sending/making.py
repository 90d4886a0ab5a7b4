"""Makes the senders that council.yml names. Their credentials come from the environment only."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from bot.sending.sender import CodeSender
from casework.identity.outgoing import Way
from common.settings import Settings

if TYPE_CHECKING:
    from bot.sending.smtp import MailServer

NOTIFY_KEY = "NAVIGATOR_NOTIFY_KEY"
NOTIFY_TEXT_TEMPLATE = "NAVIGATOR_NOTIFY_CODE_TEXT_TEMPLATE"
NOTIFY_EMAIL_TEMPLATE = "NAVIGATOR_NOTIFY_CODE_EMAIL_TEMPLATE"
NOTIFY_READ_OUT_TEXT_TEMPLATE = "NAVIGATOR_NOTIFY_READ_OUT_TEXT_TEMPLATE"
NOTIFY_READ_OUT_EMAIL_TEMPLATE = "NAVIGATOR_NOTIFY_READ_OUT_EMAIL_TEMPLATE"
SMTP_HOST, SMTP_PORT, SMTP_FROM = "NAVIGATOR_SMTP_HOST", "NAVIGATOR_SMTP_PORT", "NAVIGATOR_SMTP_FROM"
SMTP_SECURITY, SMTP_USER, SMTP_PASSWORD = (
    "NAVIGATOR_SMTP_SECURITY",
    "NAVIGATOR_SMTP_USER",
    "NAVIGATOR_SMTP_PASSWORD",
)


class SendingNotSetUp(Exception):
    """A variable that a sender needs is missing or wrong; the message names it, and no secret."""


def senders(
    settings: Settings,
    outgoing: Path,
    variables: Mapping[str, str] = os.environ,
    show: Callable[[str], None] | None = None,
) -> dict[Way, CodeSender]:
    """The sender of each way that is on. outgoing: the folder of a demonstration. Raises SendingNotSetUp."""
    chosen: dict[Way, str] = {"text": settings.identity.codes_by_text, "email": settings.identity.codes_by_email}
    made: dict[Way, CodeSender] = {}
    for way, kind in chosen.items():
        if kind == "demonstration" and settings.demonstration:
            from bot.sending.demonstration import DemonstrationSender, to_terminal

            made[way] = DemonstrationSender(outgoing, show or to_terminal)
        elif kind == "smtp":
            made[way] = _smtp(variables)
        elif kind == "notify":
            made[way] = _notify(way, variables)
    return made


def _smtp(variables: Mapping[str, str]) -> CodeSender:
    from bot.sending.smtp import SmtpSender

    return SmtpSender(mail_server(variables))


def mail_server(variables: Mapping[str, str]) -> "MailServer":
    """The council's mail server. Raises SendingNotSetUp."""
    from bot.sending.smtp import MailServer

    port = variables.get(SMTP_PORT) or "587"
    if not port.isdecimal():
        raise SendingNotSetUp(f"{SMTP_PORT} is no number")
    try:
        return MailServer(
            host=_needed(variables, SMTP_HOST),
            port=int(port),
            sender=_needed(variables, SMTP_FROM),
            security=variables.get(SMTP_SECURITY) or "starttls",
            user=variables.get(SMTP_USER, ""),
            password=variables.get(SMTP_PASSWORD, ""),
        )
    except ValueError as problem:
        raise SendingNotSetUp(f"{SMTP_SECURITY}: {problem}") from None


def _notify(way: Way, variables: Mapping[str, str]) -> CodeSender:
    from bot.sending.notify import NotifySender

    needed = NOTIFY_TEXT_TEMPLATE if way == "text" else NOTIFY_EMAIL_TEMPLATE
    template = _needed(variables, needed)
    read_out = variables.get(NOTIFY_READ_OUT_TEXT_TEMPLATE if way == "text" else NOTIFY_READ_OUT_EMAIL_TEMPLATE, "")
    try:
        key = _needed(variables, NOTIFY_KEY)
        by_way = (template, "") if way == "text" else ("", template)
        return NotifySender(key, *by_way, read_out_template=read_out)
    except ValueError as problem:
        raise SendingNotSetUp(f"{NOTIFY_KEY}: {problem}") from None


def _needed(variables: Mapping[str, str], name: str) -> str:
    value = variables.get(name, "")
    if not value:
        raise SendingNotSetUp(f"{name} is not set. docs/councils/identity.md says what it is for")
    return value
