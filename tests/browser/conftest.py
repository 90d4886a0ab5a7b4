"""A real `serve` in a process of its own, and a real browser that talks with it."""

import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from bot.paths import ROOT, State
from tests.browser.hosts import HOST, free_port

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 320, "height": 640}
DESKTOP = {"width": 1280, "height": 900}

NewPage = Callable[..., Page]


def wait_until_ready(address: str, process: "subprocess.Popen[bytes]", log: Path, seconds: float = 120.0) -> None:
    """Until the server says that it is ready. Fails with what it wrote when it ends first."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if process.poll() is not None:
            pytest.fail(f"serve ended with {process.returncode}: {log.read_text()}")
        try:
            with urllib.request.urlopen(f"{address}/health/ready", timeout=seconds) as response:
                if response.status == 200:
                    return
        except URLError:
            time.sleep(0.1)
    pytest.fail("serve did not become ready")


@contextmanager
def serving(folder: Path, on_port: int = 0) -> Iterator[tuple[str, Path]]:
    """`./navigator serve` on a port (else a free one), its state and log in a folder; gives its address and the log."""
    port, log, council = on_port or free_port(), folder / "log", folder / "council.yml"
    settings = (ROOT / "council.yml").read_text()
    settings = settings.replace("messages_per_minute_address: 60", "messages_per_minute_address: 6000")
    council.write_text(settings.replace("origins: []", f"origins: [{HOST}]"))
    command = [sys.executable, "-m", "bot.cli", "serve", "--port", str(port), "--state", str(folder / "state")]
    own = {"NAVIGATOR_COUNCIL_FILE": str(council), "PYTHONWARNINGS": "ignore"}
    with log.open("w") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=os.environ | own, stdout=output, stderr=output)
    try:
        address = f"http://127.0.0.1:{port}"
        wait_until_ready(address, process, log)
        yield address, log
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="session")
def server_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the shared server keeps its state."""
    return tmp_path_factory.mktemp("server")


@pytest.fixture(scope="session")
def server(built: State, server_folder: Path) -> Iterator[str]:
    """The address of a server that all tests share."""
    with serving(server_folder) as (address, _):
        yield address


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """Not for the whole session: its event loop would still run when the next module's tests use `asyncio.run`."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="module")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """Debian's Chromium. Its absence is a failure, not a skip: these tests hold what people with disabilities need."""
    path = CHROMIUM if Path(CHROMIUM).exists() else shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        pytest.fail("Chromium is missing. On Debian: apt install chromium")
    browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
    yield browser
    browser.close()


@pytest.fixture
def new_page(chromium: Browser, server: str) -> Iterator[NewPage]:
    """Opens a page in a browser profile of its own; the arguments are those of Playwright's new_context."""
    contexts: list[BrowserContext] = []

    def open_it(path: str = "/chat", **settings: object) -> Page:
        settings.setdefault("viewport", DESKTOP)
        contexts.append(chromium.new_context(base_url=server, **settings))  # type: ignore[arg-type]
        page = contexts[-1].new_page()
        page.goto(path)
        return page

    yield open_it
    for context in contexts:
        context.close()
