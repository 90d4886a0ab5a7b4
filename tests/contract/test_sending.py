"""Codes leave by SMTP, by GOV.UK Notify and in a demonstration: against a mail server and an HTTP server of our own."""

import json
import logging
import socket
import socketserver
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from bot.paths import ROOT
from bot.sending.making import SendingNotSetUp, senders
from bot.sending.notify import NotifySender
from bot.sending.sender import Code, NotSent
from bot.sending.smtp import MailServer, SmtpSender
from common.settings import Settings

CODE = Code("email", "ash@example.org", "012345", "012345 is your code.", "Exampleshire", "10:10am", "code-abc-1")
TEXT = Code("text", "+447700900101", "012345", "012345 is your code.", "Exampleshire", "10:10am", "code-abc-1")
KEY = "navigator-" + "2" * 8 + "-2222-2222-2222-222222222222-" + "3" * 8 + "-3333-3333-3333-333333333333"


class Mail(socketserver.StreamRequestHandler):
    """A mail server: enough of RFC 5321 for one message, and refusals as `server.answers` says."""

    def handle(self) -> None:
        server: Any = self.server
        self._say(server.answers.get("hello", "220 mail.example ESMTP"))
        while line := self.rfile.readline().decode().strip():
            command = line.split(":")[0].upper().split(" ")[0]
            if command == "DATA":
                self._say("354 go on")
                lines = []
                while (each := self.rfile.readline()) not in (b".\r\n", b""):
                    lines.append(each.decode())
                server.mails.append("".join(lines))
                self._say(server.answers.get("DATA", "250 taken"))
            elif command == "QUIT":
                self._say("221 bye")
                return
            else:
                server.commands.append(line)
                self._say(server.answers.get(command, "250 fine"))

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


class MailBox(socketserver.ThreadingTCPServer):
    """What the mail server was given."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Mail)
        self.answers: dict[str, str] = {}
        self.mails: list[str] = []
        self.commands: list[str] = []


@pytest.fixture
def mail() -> Iterator[MailBox]:
    """A mail server on this machine."""
    box = MailBox()
    threading.Thread(target=box.serve_forever, args=(0.01,), daemon=True).start()
    yield box
    box.shutdown()
    box.server_close()


def smtp(box: MailBox) -> SmtpSender:
    server = MailServer("127.0.0.1", box.server_address[1], "codes@exampleshire.example", "none")
    return SmtpSender(server, seconds=2)


def test_an_email_reaches_the_mail_server(mail: MailBox) -> None:
    smtp(mail).send(CODE)
    (sent,) = mail.mails
    assert "012345 is your code." in sent
    assert "Message-ID: <code-abc-1@exampleshire.example>" in sent
    assert "rcpt TO:<ash@example.org>" in mail.commands
    assert "012345" not in sent.split("\r\n\r\n")[0]  # a subject shows on a locked screen


@pytest.mark.parametrize(
    ("answers", "again"),
    [
        ({"RCPT": "550 no such user"}, False),
        ({"RCPT": "451 try later"}, True),
        ({"DATA": "554 refused"}, False),
        ({"DATA": "452 no room"}, True),
        ({"hello": "421 busy"}, True),
    ],
)
def test_what_a_mail_server_refuses(mail: MailBox, answers: dict[str, str], again: bool) -> None:
    mail.answers.update(answers)
    with pytest.raises(NotSent) as refused:
        smtp(mail).send(CODE)
    assert refused.value.again is again
    assert "ash" not in str(refused.value)
    assert "012345" not in str(refused.value)


def test_a_mail_server_that_is_not_there_or_says_nothing() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        address = silent.getsockname()[1]
        for listens in (False, True):
            if listens:
                silent.listen()
            sender = SmtpSender(MailServer("127.0.0.1", address, "codes@exampleshire.example", "none"), seconds=0.2)
            with pytest.raises(NotSent) as refused:
                sender.send(CODE)
            assert refused.value.again


def test_mail_is_never_handed_to_another_machine_without_encryption(mail: MailBox) -> None:
    with pytest.raises(ValueError, match="encrypted"):
        SmtpSender(MailServer("mail.example.org", 25, "codes@exampleshire.example", "none"))
    server = MailServer("127.0.0.1", mail.server_address[1], "codes@exampleshire.example", "starttls")
    with pytest.raises(NotSent):
        SmtpSender(server, seconds=2).send(CODE)  # this one has no STARTTLS
    assert mail.mails == []


class Notify(BaseHTTPRequestHandler):
    """Answers as GOV.UK Notify does (docs.notifications.service.gov.uk/rest-api.html)."""

    def do_POST(self) -> None:
        server: Any = self.server
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        server.asked.append((self.path, self.headers["Authorization"], body))
        status, errors = server.answer
        if status is None:
            server.hold.wait(2)
            return
        answer: dict[str, Any] = {"id": "740e5834-3a29-46b4-9a6f-16142fde533a", "reference": body["reference"]}
        said = json.dumps(answer if status == 201 else {"status_code": status, "errors": errors}).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_: Any) -> None:
        """No words in the tests' output."""


@pytest.fixture
def notify() -> Iterator[Any]:
    """An HTTP server in the place of Notify's."""
    server: Any = HTTPServer(("127.0.0.1", 0), Notify)
    server.asked, server.answer, server.hold = [], (201, []), threading.Event()
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield server
    server.hold.set()
    server.shutdown()
    server.server_close()


def by_notify(server: Any) -> NotifySender:
    return NotifySender(KEY, "text-template", "email-template", f"http://127.0.0.1:{server.server_port}", seconds=0.5)


@pytest.mark.parametrize(
    ("code", "path", "to"),
    [
        (TEXT, "/v2/notifications/sms", {"phone_number": TEXT.to, "template_id": "text-template"}),
        (CODE, "/v2/notifications/email", {"email_address": CODE.to, "template_id": "email-template"}),
    ],
)
def test_notify_is_given_a_template_and_its_values(notify: Any, code: Code, path: str, to: dict[str, str]) -> None:
    by_notify(notify).send(code)
    ((asked, token, body),) = notify.asked
    assert asked == path
    assert token.startswith("Bearer ey")
    values = {"code": "012345", "council": "Exampleshire", "until": "10:10am"}
    assert body == {**to, "personalisation": values, "reference": "code-abc-1"}


@pytest.mark.parametrize(
    ("status", "error", "again"),
    [
        (400, "ValidationError", False),
        (403, "AuthError", True),  # as after a clock that was out
        (429, "RateLimitError", True),
        (429, "TooManyRequestsError", True),
        (500, "Exception", True),
        (503, "Exception", True),
        (None, "", True),  # no answer in time
    ],
)
def test_what_notify_refuses(
    notify: Any, caplog: pytest.LogCaptureFixture, status: int | None, error: str, again: bool
) -> None:
    caplog.set_level(logging.INFO)
    notify.answer = (status, [{"error": error, "message": f"phone_number {TEXT.to} is not valid"}])
    with pytest.raises(NotSent) as refused:
        by_notify(notify).send(TEXT)
    assert refused.value.again is again
    assert TEXT.to not in caplog.text + str(refused.value)


def settings(**changed: Any) -> Settings:
    return Settings(**{**Settings.load(ROOT / "council.yml").dict(), **changed})


def test_a_demonstration_shows_codes_in_the_terminal_and_in_private_files(tmp_path: Path) -> None:
    shown: list[str] = []
    made = senders(settings(), tmp_path / "outgoing", {}, shown.append)
    made["text"].send(TEXT)
    assert shown == ["Demonstration, text: 012345 is your code."]
    (file,) = (tmp_path / "outgoing").iterdir()
    assert file.read_text() == "text: 012345 is your code.\n"
    assert file.stat().st_mode & 0o077 == 0
    assert (tmp_path / "outgoing").stat().st_mode & 0o077 == 0


def test_outside_a_demonstration_no_code_may_be_shown() -> None:
    with pytest.raises(ValueError, match="only in a demonstration"):
        settings(demonstration=False)


@pytest.mark.parametrize(
    ("by_text", "by_email", "variables", "missing"),
    [
        ("notify", "none", {}, "NAVIGATOR_NOTIFY_CODE_TEXT_TEMPLATE"),
        ("notify", "none", {"NAVIGATOR_NOTIFY_CODE_TEXT_TEMPLATE": "t"}, "NAVIGATOR_NOTIFY_KEY"),
        (
            "none",
            "notify",
            {"NAVIGATOR_NOTIFY_CODE_EMAIL_TEMPLATE": "t", "NAVIGATOR_NOTIFY_KEY": "short"},
            "NAVIGATOR_NOTIFY_KEY",
        ),
        ("none", "smtp", {}, "NAVIGATOR_SMTP_HOST"),
        ("none", "smtp", {"NAVIGATOR_SMTP_HOST": "mail.example"}, "NAVIGATOR_SMTP_FROM"),
        (
            "none",
            "smtp",
            {
                "NAVIGATOR_SMTP_HOST": "mail.example",
                "NAVIGATOR_SMTP_FROM": "a@b.example",
                "NAVIGATOR_SMTP_SECURITY": "none",
            },
            "NAVIGATOR_SMTP_SECURITY",
        ),
    ],
)
def test_a_sender_that_is_not_set_up_is_named(
    tmp_path: Path, by_text: str, by_email: str, variables: dict[str, str], missing: str
) -> None:
    identity = {"codes_by_text": by_text, "codes_by_email": by_email, "codes_per_hour": 10}
    with pytest.raises(SendingNotSetUp, match=missing):
        senders(settings(identity=identity), tmp_path, variables)


def test_what_is_set_up_is_made(tmp_path: Path) -> None:
    identity = {"codes_by_text": "notify", "codes_by_email": "smtp", "codes_per_hour": 10}
    variables = {
        "NAVIGATOR_NOTIFY_KEY": KEY,
        "NAVIGATOR_NOTIFY_CODE_TEXT_TEMPLATE": "t",
        "NAVIGATOR_SMTP_HOST": "mail.example",
        "NAVIGATOR_SMTP_FROM": "a@b.example",
    }
    made = senders(settings(identity=identity, demonstration=False), tmp_path, variables)
    assert {way: type(sender).__name__ for way, sender in made.items()} == {
        "text": "NotifySender",
        "email": "SmtpSender",
    }
