"""Codes by text and email through GOV.UK Notify."""

import logging

from notifications_python_client.errors import APIError, HTTPError
from notifications_python_client.notifications import NotificationsAPIClient
from requests import RequestException

from bot.sending.sender import Code, NotSent

_SECONDS = 10
_BASE_URL = "https://api.notifications.service.gov.uk"
_WORTH_ANOTHER_TRY = frozenset({403, 408, 429})
"""Beside all errors of the server: a refused token (a clock that is out), a time-out, too many at once."""

# Its warnings quote what Notify says about a request, which can be what was in it.
logging.getLogger("notifications_python_client").setLevel(logging.CRITICAL)


class NotifySender:
    """Sends codes with Notify's templates, which have three fields: `code`, `council` and `until`."""

    def __init__(
        self,
        key: str,
        text_template: str,
        email_template: str,
        base_url: str = _BASE_URL,
        seconds: float = _SECONDS,
        read_out_template: str = "",
    ) -> None:
        """key: an API key of Notify; templates: their ids, empty for a way that is not used; seconds: to wait at most;
        read_out_template: for codes that are read to an adviser. Without it none of these leaves: the usual words say
        that nobody from the council asks for a code.

        Raises ValueError for what can be no key.
        """
        if len(key) < 73:
            raise ValueError("this is no API key of GOV.UK Notify")
        self._client = NotificationsAPIClient(key, base_url=base_url, timeout=seconds)
        self._templates = {"text": text_template, "email": email_template}
        self._read_out_template = read_out_template

    def send(self, code: Code) -> None:
        """Hand one to Notify."""
        values = {"code": code.digits, "council": code.council, "until": code.until}
        template = self._read_out_template if code.is_read_out else self._templates[code.way]
        if not template:
            raise NotSent(f"no template of Notify is set for {code.way}", again=False)
        try:
            if code.way == "text":
                self._client.send_sms_notification(code.to, template, values, reference=code.reference)
            else:
                self._client.send_email_notification(code.to, template, values, reference=code.reference)
        except HTTPError as error:
            status = error.status_code
            again = status >= 500 or status in _WORTH_ANOTHER_TRY
            raise NotSent(f"Notify said {status}", again=again) from None
        except (APIError, RequestException, OSError) as error:
            raise NotSent(f"no word from Notify ({type(error).__name__})", again=True) from None
