"""Texts through Twilio: its API to send, and what its webhooks bring."""

import logging
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from requests import RequestException
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from bot.texts.failures import from_request, seconds_to_wait
from bot.texts.provider import Incoming, NotTaken, Text, Uncertain
from casework.texts.receipts import Receipt, Told
from casework.texts.tables import Provider

BASE_URL = "https://api.twilio.com"
EMPTY = '<?xml version="1.0" encoding="UTF-8"?><Response></Response>'
"""TwiML for: send nothing. Answers leave by the API, when they are ready."""
INCOMING, STATUS = "/sms/twilio", "/sms/twilio/status"
_SECONDS = 10.0
_OPTED_OUT = 21610
_TOLD: dict[str, Told] = {
    "accepted": "taken",
    "scheduled": "taken",
    "queued": "taken",
    "sending": "taken",
    "sent": "taken",
    "delivered": "delivered",
    "undelivered": "lost",
    "failed": "lost",
}

# It logs numbers.
logging.getLogger("twilio.http_client").setLevel(logging.CRITICAL)


class _Http(TwilioHttpClient):
    """Twilio's own client, that remembers how long it was told to wait, and can be pointed elsewhere for tests."""

    def __init__(self, base_url: str, seconds: float) -> None:
        super().__init__(timeout=seconds)
        self._base_url = base_url
        self.retry_after: str | None = None

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Any:
        """One request."""
        response = super().request(method, url.replace(BASE_URL, self._base_url, 1), *args, **kwargs)
        self.retry_after = (response.headers or {}).get("Retry-After")
        return response


@dataclass
class TwilioTexts:
    """Sends from a number or a messaging service. Twilio takes no reference of ours: its callbacks carry it.

    account: its SID; tokens: auth tokens, the first is used to send; sender: a number, or a messaging service (MG...);
    public_url: where Twilio reaches us.
    """

    account: str
    tokens: tuple[str, ...] = field(repr=False)
    sender: str
    public_url: str
    base_url: str = BASE_URL
    seconds: float = _SECONDS
    name: Provider = "twilio"
    answers_stop: bool = True
    _threads: threading.local = field(default_factory=threading.local, repr=False)

    def send(self, text: Text) -> str:
        """Hand one to Twilio."""
        source = "messaging_service_sid" if self.sender.startswith("MG") else "from_"
        callback = f"{self.public_url}{STATUS}?{urlencode({'reference': text.reference})}"
        client = self._client
        try:
            made = client.messages.create(to=text.to, body=text.body, status_callback=callback, **{source: self.sender})
            return str(made.sid)
        except TwilioRestException as error:
            raise _refusal(error, client.http_client.retry_after) from None
        except RequestException as error:
            raise from_request(error, "Twilio") from None
        except (TwilioException, OSError, ValueError, KeyError) as error:
            raise Uncertain(f"no proper answer from Twilio ({type(error).__name__})") from None

    def find(self, text: Text) -> Sequence[Receipt]:
        """What Twilio sent to this number in these words since the try began."""
        since = {"date_sent_after": text.begun_at - timedelta(minutes=1)} if text.begun_at else {}
        try:
            listed = self._client.messages.list(to=text.to, limit=50, **since)
        except (TwilioException, RequestException, OSError, ValueError, KeyError) as error:
            raise NotTaken(f"Twilio can't be asked ({type(error).__name__})", again=True) from None
        same = [each for each in listed if each.body == text.body and str(each.direction).startswith("outbound")]
        found = (_receipt(str(each.sid), str(each.status), text.reference, each.error_code) for each in same)
        return [receipt for receipt in found if receipt is not None]

    def is_from_twilio(self, path: str, form: Mapping[str, str], signature: str) -> bool:
        """Whether a request was signed by Twilio. path: with its query, below the public address."""
        url = self.public_url + path
        return any(RequestValidator(token).validate(url, form, signature) for token in self.tokens)

    @property
    def _client(self) -> Client:
        if not hasattr(self._threads, "client"):
            http = _Http(self.base_url, self.seconds)
            self._threads.client = Client(self.account, self.tokens[0], http_client=http, environment={})
        client: Client = self._threads.client
        return client


def _refusal(error: TwilioRestException, retry_after: str | None) -> NotTaken | Uncertain:
    status = int(error.status)
    if status >= 500:
        return Uncertain(f"Twilio said {status}")
    again = status in (401, 403, 408, 429)
    wait = seconds_to_wait(retry_after)
    return NotTaken(f"Twilio said {status} ({error.code})", again, wait, opted_out=error.code == _OPTED_OUT)


def incoming_from(form: Mapping[str, str]) -> Incoming | None:
    """The text of a webhook, or None when it is none. Pictures can come without a word."""
    sid, sender = form.get("MessageSid", ""), form.get("From", "")
    if not (1 <= len(sid) <= 100 and sender):
        return None
    media = form.get("NumMedia", "0")
    has_media = media.isdecimal() and int(media) > 0
    return Incoming("twilio", sid, sender, form.get("Body", ""), has_media, stops_itself="OptOutType" in form)


def receipt_from(form: Mapping[str, str], reference: str) -> Receipt | None:
    """What a status callback says; None when it is none."""
    return _receipt(form.get("MessageSid", ""), form.get("MessageStatus", ""), reference, form.get("ErrorCode"))


def _receipt(sid: str, status: str, reference: str, code: object) -> Receipt | None:
    if not sid or status not in _TOLD:
        return None
    return Receipt("twilio", sid, reference, _TOLD[status], f"Twilio: {status}" + (f" ({code})" if code else ""))
