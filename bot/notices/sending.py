"""The two ways by which a notice leaves. Each raises NotTaken when it did not."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Protocol

import requests

from bot.notices.signature import NOTICE, SIGNATURE, sign
from bot.notices.words import Told
from bot.sending.sender import NotSent
from bot.sending.smtp import MailServer, hand_in

_SECONDS = 10.0
_WORTH_ANOTHER_TRY = frozenset({408, 409, 425, 429})
_LONGEST_WAIT = timedelta(hours=1)


class NotTaken(Exception):
    """It did not arrive. `again`: whether to try once more; `wait`: how long the other side asked us to wait."""

    def __init__(self, why: str, again: bool, wait: timedelta | None = None) -> None:
        super().__init__(why)
        self.again = again
        self.wait = wait


class NoticeSender(Protocol):
    """Sends notices. Called in a thread of its own, one at a time."""

    def send(self, told: Told) -> None:
        """Send one. Returns when it was taken; raises NotTaken."""


@dataclass(frozen=True)
class EmailNotices:
    """By email through the council's own mail server, one message to all addresses."""

    server: MailServer
    to: Sequence[str]
    seconds: float = _SECONDS

    def send(self, told: Told) -> None:
        """Hand one in."""
        mail = EmailMessage()
        mail["Subject"] = told.subject
        mail["From"] = self.server.sender
        mail["To"] = ", ".join(self.to)
        mail["Message-ID"] = f"<{told.handle}.{told.at.replace(':', '')}@{self.server.sender.rpartition('@')[2]}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(told.text)
        try:
            hand_in(self.server, mail, self.seconds)
        except NotSent as problem:
            raise NotTaken(str(problem), problem.again) from None


@dataclass(frozen=True)
class WebhookNotices:
    """By a signed POST. `keys`: one, or two while the key is being changed; `now`: the clock."""

    address: str
    keys: Sequence[str] = field(repr=False)
    now: Callable[[], datetime]
    seconds: float = _SECONDS

    def send(self, told: Told) -> None:
        """Post one. Any 2xx is a yes; a redirect is not followed: what is signed goes to the address that was set."""
        body = json.dumps(told.to_json(), separators=(",", ":")).encode()
        headers = {
            "Content-Type": "application/json",
            SIGNATURE: sign(self.keys, body, int(self.now().timestamp())),
            NOTICE: told.handle,
            "User-Agent": "Navigator",
        }
        try:
            with requests.post(
                self.address, data=body, headers=headers, timeout=self.seconds, allow_redirects=False, stream=True
            ) as answer:
                status, asked = answer.status_code, answer.headers.get("Retry-After", "")
        except (requests.RequestException, OSError) as error:
            raise NotTaken(f"no word from the webhook ({type(error).__name__})", again=True) from None
        if 200 <= status < 300:
            return
        again = status >= 500 or status in _WORTH_ANOTHER_TRY
        raise NotTaken(f"the webhook said {status}", again, _wait(asked))


def _wait(asked: str) -> timedelta | None:
    """What `Retry-After` asks for in seconds, at most an hour; None for a date or nothing."""
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 9):
        return None
    return min(timedelta(seconds=int(asked)), _LONGEST_WAIT)
