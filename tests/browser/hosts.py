"""Websites around the widget: one after another's hostile style, and rules for content as strict as they come."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


HOST_PORT = free_port()
HOST = f"http://127.0.0.1:{HOST_PORT}"
"""A website that may show the chat; the chat itself is on another port, so it is another origin."""

HOSTILE = {
    "loud": """
        * { all: unset; display: block !important;
          color: #f0f !important; background: #ff0 !important; font: 40px cursive !important;
          border: 9px dotted red !important; text-transform: uppercase !important; letter-spacing: 1em !important; }
        button, a { display: none !important; }
    """,
    "hiding": """
        navigator-chat { display: none; opacity: 0; visibility: hidden;
          position: static; width: 0; height: 0; overflow: hidden; transform: scale(0); }
        div, section, dialog, iframe, button { display: none !important; position: static !important; }
        body { font-size: 4px; line-height: 0; direction: ltr; }
    """,
    "above": """
        html { font-size: 62.5%; }
        .cover { position: fixed; inset: 0; z-index: 2147483647; pointer-events: none; }
        main { transform: rotate(0.5deg); filter: grayscale(1); overflow: hidden; contain: paint; height: 50vh; }
        iframe { width: 0 !important; height: 0 !important; }
    """,
}
"""Styles that fight with everything on their page."""

_PAGE = """<!doctype html>
<html lang="en-GB">
<head>
  <meta charset="utf-8"><title>Adult social care - Exampleshire Council</title>
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <link rel="stylesheet" href="/{style}.css">
  <script src="{chat}/widget.js" defer nonce="abc123"></script>
</head>
<body>
  <main>
    <h1>Adult social care</h1><p>Help to live the life that you want, at home or elsewhere.</p>
    <p><a href="/{style}/next">Next page</a></p>
    <navigator-chat {attributes}><a href="{chat}/chat">Chat about personal budgets</a></navigator-chat>
  </main>
  <div class="cover"></div>
</body>
</html>
"""


@contextmanager
def hosting(chat: str, port: int) -> Iterator[str]:
    """Serves the pages at /loud, /hiding, /above, /plain and /<any>/next; gives the address.

    ?colour=...&position=... become attributes of the element. The rules: nothing inline, scripts by nonce.
    """
    rules = f"default-src 'none'; script-src 'nonce-abc123'; style-src 'self'; connect-src {chat}; frame-src {chat}"

    class Host(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path, _, query = self.path.partition("?")
            name = path.strip("/").removesuffix("/next") or "plain"
            is_style = name.endswith(".css")
            attributes = " ".join('{}="{}"'.format(*pair.split("=")) for pair in query.split("&") if pair)
            page = _PAGE.format(style=name, chat=chat, attributes=attributes.replace("%23", "#"))
            body = HOSTILE.get(name.removesuffix(".css"), "") if is_style else page
            self.send_response(200)
            self.send_header("Content-Type", "text/css" if is_style else "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", rules)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, format: str, *args: object) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Host)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.shutdown()
        server.server_close()
