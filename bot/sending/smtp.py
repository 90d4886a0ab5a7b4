"""Codes by email, through the council's own mail server (SMTP)."""

import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage

from bot.sending.sender import Code, NotSent

_SECONDS = 10.0
_FOR_GOOD = range(500, 600)


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed in. security: `starttls` or `tls`, or `none` for a server on this very machine.

    Raises ValueError for a server elsewhere without encryption.
    """

    host: str
    port: int
    sender: str
    security: str = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        if self.security not in ("starttls", "tls", "none"):
            raise ValueError(f"{self.security} is no way to encrypt mail: use starttls or tls")
        if self.security == "none" and self.host not in ("localhost", "127.0.0.1", "::1"):
            raise ValueError("mail to another machine is encrypted: set starttls or tls")


class SmtpSender:
    """Sends codes by email."""

    def __init__(self, server: MailServer, seconds: float = _SECONDS) -> None:
        """seconds: how long to wait for the server."""
        self._server = server
        self._seconds = seconds

    def send(self, code: Code) -> None:
        """Hand one in."""
        mail = EmailMessage()
        mail["Subject"] = f"Your code for {code.council}"
        mail["From"] = self._server.sender
        mail["To"] = code.to
        mail["Message-ID"] = f"<{code.reference}@{self._server.sender.rpartition('@')[2]}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(code.words)
        hand_in(self._server, mail, self._seconds)


def hand_in(server: MailServer, mail: EmailMessage, seconds: float) -> None:
    """Hand a message in at a mail server, waiting for so many seconds at most. Raises NotSent, which names nobody."""
    try:
        with _connect(server, seconds) as connection:
            if server.user:
                connection.login(server.user, server.password)
            connection.send_message(mail)
    except smtplib.SMTPRecipientsRefused as error:
        code_of = max((reply[0] for reply in error.recipients.values()), default=450)
        raise NotSent(f"the mail server refused the recipient ({code_of})", code_of not in _FOR_GOOD) from None
    except smtplib.SMTPAuthenticationError:
        raise NotSent("the mail server refused our user name", again=True) from None
    except smtplib.SMTPResponseException as error:
        raise NotSent(f"the mail server said {error.smtp_code}", error.smtp_code not in _FOR_GOOD) from None
    except (smtplib.SMTPException, OSError) as error:
        raise NotSent(f"no word from the mail server ({type(error).__name__})", again=True) from None


def _connect(server: MailServer, seconds: float) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if server.security == "tls":
        return smtplib.SMTP_SSL(server.host, server.port, timeout=seconds, context=context)
    connection = smtplib.SMTP(server.host, server.port, timeout=seconds)
    if server.security == "starttls":
        connection.starttls(context=context)
    return connection
