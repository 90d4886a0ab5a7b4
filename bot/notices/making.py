"""Makes what sends notices, from council.yml; secrets come from the environment only."""

import os
from collections.abc import Callable, Mapping
from datetime import datetime
from urllib.parse import urlsplit

from bot.notices.sending import EmailNotices, NoticeSender, WebhookNotices
from bot.sending.making import SendingNotSetUp, mail_server
from casework.notices.tables import Way
from common.settings import Settings

KEY, OLD_KEY = "NAVIGATOR_WEBHOOK_KEY", "NAVIGATOR_WEBHOOK_KEY_BEFORE"
_SHORTEST_KEY = 32
_DOCS = "docs/councils/notices.md"


def notice_senders(
    settings: Settings, now: Callable[[], datetime], variables: Mapping[str, str] = os.environ
) -> dict[Way, NoticeSender]:
    """The sender of each way that is on. now: the clock, for signatures. Raises SendingNotSetUp."""
    if found := problems(settings, variables):
        raise SendingNotSetUp(found[0])
    notices = settings.notices
    made: dict[Way, NoticeSender] = {}
    if notices.email_to:
        made["email"] = EmailNotices(mail_server(variables), tuple(notices.email_to))
    if notices.webhook:
        made["webhook"] = WebhookNotices(notices.webhook, _keys(variables), now)
    return made


def problems(settings: Settings, variables: Mapping[str, str] = os.environ) -> list[str]:
    """What is missing or wrong, in words, with how to mend it; no secret is told."""
    notices, found = settings.notices, []
    is_on = bool(notices.email_to or notices.webhook)
    if is_on and not settings.desk.address:
        found.append(f"council.yml: desk.address is empty, and notices link to it. Set it ({_DOCS})")
    if is_on and not notices.kinds and not notices.digest_at:
        found.append("council.yml: notices.kinds is empty and notices.digest_at too, so nothing is ever sent")
    if notices.email_to:
        try:
            mail_server(variables)
        except SendingNotSetUp as problem:
            found.append(f"council.yml: notices.email_to is set, but {problem}")
    if notices.webhook:
        found += _key_problems(variables)
        if urlsplit(notices.webhook).username is not None:
            found.append("council.yml: notices.webhook holds a password. Take it out: the signature is the proof")
    return found


def _keys(variables: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(filter(None, (variables.get(name, "").strip() for name in (KEY, OLD_KEY))))


def _key_problems(variables: Mapping[str, str]) -> list[str]:
    key, old = (variables.get(name, "").strip() for name in (KEY, OLD_KEY))
    if not key:
        return [f"council.yml: notices.webhook is set, but {KEY} is not. Make a key, as {_DOCS} says"]
    named = [(name, value) for name, value in ((KEY, key), (OLD_KEY, old)) if value]
    return [
        f"{name} is too short: a key has {_SHORTEST_KEY} characters or more ({_DOCS})"
        for name, value in named
        if len(value) < _SHORTEST_KEY
    ]
