"""A browser for tests of the web pages: it keeps its cookie, reads its forms and sends them as a browser would."""

import re
import uuid
from html import unescape
from typing import Any

from httpx import Response
from starlette.applications import Starlette
from starlette.testclient import TestClient

JSON = "application/json"


class Browser:
    """One person's browser, without JavaScript unless a test asks for JSON."""

    def __init__(self, app: Starlette, base_url: str = "http://navigator.test", address: str = "192.0.2.1") -> None:
        self.client = TestClient(
            app, base_url, raise_server_exceptions=False, follow_redirects=True, client=(address, 5)
        )
        self.page = ""

    def open(self, path: str = "/chat") -> Response:
        """Go to a page."""
        response = self.client.get(path, headers={"accept": "text/html"})
        self.page = response.text
        return response

    def field(self, name: str) -> str:
        """The value of the first field of this name on the page that was opened last."""
        found = re.search(rf'name="{name}" value="([^"]*)"', self.page)
        assert found, f"no field {name} on the page"
        return unescape(found[1])

    def form(self, **changed: str) -> dict[str, str]:
        """The fields of the chat's form."""
        if not self.page:
            self.open()
        return {"csrf": self.field("csrf"), "client_message_id": self.field("client_message_id"), **changed}

    def post(self, path: str, fields: dict[str, str], **headers: str) -> Response:
        """Send a form."""
        response = self.client.post(path, data=fields, headers={"accept": "text/html", **headers})
        if "csrf" in response.text:
            self.page = response.text
        return response

    def say(self, text: str) -> Response:
        """Type something and press Send."""
        return self.post("/chat/messages", self.form(text=text))

    def choose(self, label: str) -> Response:
        """Press the last button with this label."""
        return self.post("/chat/messages", self.form(choice=self.choice(label)))

    def choice(self, label: str) -> str:
        """What the last button with this label sends."""
        found = re.findall(
            rf'name="choice" value="([^"]+)"><span[^>]*>\d+</span> {re.escape(label)}</button>', self.page
        )
        assert found, f"no button {label} on the page"
        return str(found[-1])

    def send_json(self, message: dict[str, Any] | str, **headers: str) -> Response:
        """POST /chat/messages as a script of our page would."""
        if not self.page:
            self.open()
        sent: dict[str, Any] = {"content": message} if isinstance(message, str) else {"json": message}
        given = {"content-type": JSON, "accept": JSON, "x-csrf-token": self.field("csrf"), **headers}
        return self.client.post("/chat/messages", headers=given, **sent)

    def say_json(self, text: str) -> dict[str, Any]:
        """Say something as JSON; returns the answer."""
        response = self.send_json({"client_message_id": uuid.uuid4().hex, "text": text})
        answer: dict[str, Any] = response.json()
        return answer

    def messages(self, after: int = 0) -> dict[str, Any]:
        """GET /chat/messages."""
        answer: dict[str, Any] = self.client.get("/chat/messages", params={"after": after}).json()
        return answer

    def said(self) -> list[str]:
        """What the page shows as typed, as HTML."""
        return re.findall(r'<p class="message__typed">(.*?)</p>', self.page, re.DOTALL)

    def answers(self) -> int:
        """How many replies the page shows, the welcome left out."""
        return len(re.findall(r'id="navigator-\d+"', self.page))
