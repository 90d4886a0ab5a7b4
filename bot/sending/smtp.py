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
    """Where mail is handed in. security: `starttls` or `tls`, or `none` for a server on this very machine."""

    host: str
    port: int
    sender: str
    security: str = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)


class SmtpSender:
    """Sends codes by email. Never without encryption, but for a mail server on this very machine."""

    def __init__(self, server: MailServer, seconds: float = _SECONDS) -> None:
        """seconds: how long to wait for the server. Raises ValueError for a server elsewhere without encryption."""
        if server.security not in ("starttls", "tls", "none"):
            raise ValueError(f"{server.security} is no way to encrypt mail: use starttls or tls")
        if server.security == "none" and server.host not in ("localhost", "127.0.0.1", "::1"):
            raise ValueError("mail to another machine is encrypted: set starttls or tls")
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
        try:
            with self._connect() as connection:
                if self._server.user:
                    connection.login(self._server.user, self._server.password)
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

    def _connect(self) -> smtplib.SMTP:
        server, context = self._server, ssl.create_default_context()
        if server.security == "tls":
            return smtplib.SMTP_SSL(server.host, server.port, timeout=self._seconds, context=context)
        connection = smtplib.SMTP(server.host, server.port, timeout=self._seconds)
        if server.security == "starttls":
            connection.starttls(context=context)
        return connection
