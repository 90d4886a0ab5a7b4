"""GOV.UK Notify and Twilio as HTTP servers of our own: they answer as theirs do, or as a test chooses."""

import json
import threading
import uuid
from collections import deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Answer:
    """What is answered once. takes: whether the text was taken all the same; hangs: nothing is said at all."""

    status: int = 201
    error: Any = ""
    takes: bool | None = None
    hangs: bool = False
    retry_after: str = ""

    @property
    def is_taken(self) -> bool:
        """Whether the text is on its way."""
        return self.status < 300 if self.takes is None else self.takes


@dataclass
class Provider:
    """One of them. answers: what is said next, in order; then all is well. taken: the texts that are on their way."""

    kind: str
    answers: deque[Answer] = field(default_factory=deque)
    taken: list[dict[str, Any]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    slow: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)
    server: Any = None

    def __enter__(self) -> "Provider":
        handler = type("Handler", (_Handler,), {"provider": self})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.slow.set()
        self.server.shutdown()
        self.server.server_close()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server.server_port}"

    def answer_to(self, path: str) -> Answer:
        """The next answer."""
        with self.lock:
            self.asked.append(path)
            return self.answers.popleft() if self.answers else Answer(200 if path.startswith("GET") else 201)


class _Handler(BaseHTTPRequestHandler):
    provider: Provider

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers["Content-Length"])).decode()
        answer = self.provider.answer_to(f"POST {self.path}")
        self.provider.headers.append(dict(self.headers))
        text = _of_notify(raw) if self.provider.kind == "notify" else _of_twilio(raw)
        if answer.is_taken:
            with self.provider.lock:
                self.provider.taken.append(text)
        if answer.status < 300:
            self._say(answer, text if self.provider.kind == "twilio" else _accepted(text))
        else:
            self._say(answer, self._refusal(answer))

    def do_GET(self) -> None:
        answer = self.provider.answer_to(f"GET {self.path}")
        if answer.status != 200:
            self._say(answer, self._refusal(answer))
            return
        query = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        with self.provider.lock:
            taken = list(self.provider.taken)
        if self.provider.kind == "notify":
            found = [each for each in taken if each["reference"] == query.get("reference")]
            self._say(answer, {"notifications": found, "links": {"current": self.path}})
        else:
            found = [each for each in taken if each["to"] == query.get("To")]
            page = {"messages": found, "page": 0, "page_size": 50, "next_page_uri": None, "uri": self.path}
            self._say(answer, page)

    def _refusal(self, answer: Answer) -> dict[str, Any]:
        if self.provider.kind == "notify":
            errors = [{"error": answer.error, "message": "07700 900123 is not valid"}]
            return {"status_code": answer.status, "errors": errors}
        return {"code": answer.error or 20000, "message": "+447700900123 is wrong", "status": answer.status}

    def _say(self, answer: Answer, data: Any) -> None:
        if answer.hangs:
            self.provider.slow.wait(5)
            return
        said = json.dumps(data).encode()
        self.send_response(answer.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(said)))
        if answer.retry_after:
            self.send_header("Retry-After", answer.retry_after)
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_: Any) -> None:
        """No words in the tests' output."""


def _of_notify(raw: str) -> dict[str, Any]:
    body = json.loads(raw)
    return {
        "id": str(uuid.uuid4()),
        "reference": body.get("reference"),
        "phone_number": body["phone_number"],
        "type": "sms",
        "status": "sending",
        "template": {"id": body["template_id"], "version": 1},
        "body": body["personalisation"]["message"],
        "created_at": "2026-11-23T10:00:00.000000Z",
        "sent_at": None,
        "completed_at": None,
    }


def _accepted(text: dict[str, Any]) -> dict[str, Any]:
    """What Notify answers to a text that it takes."""
    content = {"body": text["body"], "from_number": "07700900000"}
    return {"id": text["id"], "reference": text["reference"], "content": content, "template": text["template"]}


def _of_twilio(raw: str) -> dict[str, Any]:
    form = {name: values[0] for name, values in parse_qs(raw).items()}
    return {
        "sid": "SM" + uuid.uuid4().hex,
        "account_sid": "AC" + "1" * 32,
        "to": form["To"],
        "from": form.get("From"),
        "messaging_service_sid": form.get("MessagingServiceSid"),
        "body": form["Body"],
        "status": "queued",
        "direction": "outbound-api",
        "error_code": None,
        "status_callback": form.get("StatusCallback"),
        "date_created": "Mon, 23 Nov 2026 10:00:00 +0000",
    }
