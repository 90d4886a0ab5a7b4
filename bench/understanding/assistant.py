"""The assistant as `./navigator talk --json` runs it, in this process, with a state that is thrown away."""

import asyncio
import json
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any

from bench.understanding.latency import Stopwatch
from bench.understanding.turns import Found, Said
from bot.paths import ROOT, State
from bot.running import Running
from common.clock import SettableClock
from language.safety import Finding


class Assistant:
    """A started assistant. Every message comes from somebody who has not written before."""

    def __init__(self, running: Running, parse: Callable[[str], dict[str, Any]], stopwatch: Stopwatch) -> None:
        self.running = running
        self.stopwatch = stopwatch
        self._parse = parse
        self._people = count(1)

    def says(self, text: str, channel: str = "web") -> Said:
        """One message, through inbox, gate, Rasa, action and commit."""
        from bot.talk import talk_json

        line = json.dumps({"sender": f"person-{next(self._people)}", "text": text, "channel": channel})
        began = time.perf_counter()
        with self.stopwatch.runs():
            told = next(talk_json(self.running, [line]))
        waited = (time.perf_counter() - began) * 1000
        return Said(told["outcome"], told["intent"], tuple(told["answers"]), told["confidence"], told["ms"], waited)

    def finds(self, text: str) -> Found:
        """The same message through the understanding's components alone, and of those the search."""
        parsed = self._parse(text)
        retrieval = parsed.get("retrieval") or {"kind": "nothing", "ids": []}
        ranked = tuple(each["id"] for each in parsed.get("answers") or ())
        return Found(ranked, retrieval["kind"], tuple(retrieval["ids"]))

    def reads(self, text: str) -> Finding | None:
        """What the safety gate reads."""
        return self.running.gate.read(text)

    def shown(self) -> set[str]:
        """The ids of the answers that may be shown."""
        search = self.running.services.search
        return {id for id in search.answer_ids if search.is_shown(id)}


@contextmanager
def started(progress: Callable[[str], None]) -> Iterator[Assistant]:
    """Build what is not current (in var/), start, and clean up in the end. Raises what these raise."""
    from bot.build import build
    from bot.running import start

    build(State(ROOT / "var"), progress)
    stopwatch = Stopwatch()
    with stopwatch.watching(), tempfile.TemporaryDirectory(prefix="navigator-bench-") as folder:
        state = State(Path(folder))
        running = start(state.folder, progress, SettableClock(datetime.now(UTC)))
        try:
            with _Parser(state.model) as parser:
                yield Assistant(running, parser.parse, stopwatch)
        finally:
            running.close()


class _Parser:
    """Rasa's understanding of the trained model, without policies and actions."""

    def __init__(self, model: Path) -> None:
        from rasa.core.agent import Agent

        self._runner = asyncio.Runner()
        self._processor = Agent.load(str(model)).processor

    def __enter__(self) -> "_Parser":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._runner.close()

    def parse(self, text: str) -> dict[str, Any]:
        from rasa.core.channels.channel import UserMessage

        assert self._processor is not None
        return dict(self._runner.run(self._processor.parse_message(UserMessage(text))))
