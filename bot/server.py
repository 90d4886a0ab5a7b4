"""`./navigator serve`: takes the port, starts the assistant, serves until it is told to stop."""

import asyncio
import logging
import os
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from typing import TYPE_CHECKING

from bot.build import Progress

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from bot.running import Running

PROXIES = "NAVIGATOR_TRUSTED_PROXIES"
"""Addresses of proxies, with commas between, whose X-Forwarded-For and X-Forwarded-Proto are believed. Unset: none."""

_STOP_SECONDS = 10


class PortTaken(Exception):
    """Nobody else may use the port at the same time; the message says what to do."""


def serve(start: "Callable[[], Running]", host: str, port: int, progress: Progress) -> None:
    """Serve until SIGINT or SIGTERM; the turn under way is finished. Prints the address when it is up.

    Raises PortTaken before anything slow happens, and whatever `start` raises.
    """
    with _take(host, port) as listening:
        shown = f"[{host}]" if ":" in host else host
        address = f"http://{shown}:{listening.getsockname()[1]}"
        progress(f"Starting on {address}")
        running = start()
        import uvicorn

        from bot.channels.app import create_app

        _log_to_stderr()
        trusted = os.environ.get(PROXIES, "")
        app = create_app(running, _lifespan(running, f"Navigator is at {address} (Ctrl+C stops it)"))

        class Server(uvicorn.Server):
            """Ends what would otherwise stay open for minutes before it waits for requests to finish."""

            async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
                app.state.news.stop()
                await super().shutdown(sockets)

        config = uvicorn.Config(
            app,
            ws="none",
            access_log=False,
            log_level="warning",
            server_header=False,
            proxy_headers=bool(trusted),
            forwarded_allow_ips=trusted,
            timeout_graceful_shutdown=_STOP_SECONDS,
        )
        with suppress(KeyboardInterrupt):
            Server(config).run(sockets=[listening])


def _take(host: str, port: int) -> socket.socket:
    """A socket that listens already: whoever comes while the model loads waits for it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(1024)
    except OSError as error:
        listening.close()
        raise PortTaken(_why(error, host, port)) from None
    return listening


def _why(error: OSError, host: str, port: int) -> str:
    import errno

    if error.errno == errno.EADDRINUSE:
        other = port + 1 if port < 65_535 else port - 1
        return f"Port {port} is taken. Stop the other program, or choose another: ./navigator serve --port {other}"
    if error.errno == errno.EACCES:
        return f"Port {port} needs more rights. Choose one from 1024: ./navigator serve --port 8000"
    return f"Can't listen on {host}, port {port}: {error.strerror}. Choose another address with --host"


def _lifespan(running: "Running", greeting: str) -> "Callable[[Starlette], AbstractAsyncContextManager[None]]":
    @asynccontextmanager
    async def lifespan(app: "Starlette") -> AsyncIterator[None]:
        from bot.desk.sweeping import sweep_regularly
        from bot.purging import purge_regularly

        services = running.services
        purging = asyncio.create_task(purge_regularly(services.database, running.clock, services.settings.retention))
        sending = asyncio.create_task(running.codes.work_regularly())
        texting = asyncio.create_task(running.texts.work_regularly())
        sweeping = asyncio.create_task(sweep_regularly(services, running.clock))
        telling = asyncio.create_task(running.notices.work_regularly())
        print(greeting, flush=True)
        try:
            yield
        finally:
            for task in (purging, sending, texting, sweeping, telling):
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
            await asyncio.to_thread(running.texts.close)
            await asyncio.to_thread(running.close)

    return lifespan


def _log_to_stderr() -> None:
    """The access log, and our own warnings: they hold no words of anybody."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    parts = ("channels", "desk", "notices", "purging", "sending", "sign_on", "texts")
    for name in (f"bot.{part}" for part in parts):
        logger = logging.getLogger(name)
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
        logger.propagate = False
