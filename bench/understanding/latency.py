"""How long a turn takes, and each part of it; and the longest and oddest messages that can be sent."""

import importlib
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import yaml

from bench.understanding.turns import Said
from bot.paths import ROOT
from language.safety import SafetyGate

GATE = "SafetyGate"
TIMES = 3
_WORDS = (
    "my mum has been waiting since the spring for somebody to tell us who pays for the help she needs every morning "
    "and each office sends us to the next one "
)


class Stopwatch:
    """Milliseconds by part, of what happens while it runs."""

    def __init__(self) -> None:
        self.milliseconds: dict[str, list[float]] = defaultdict(list)
        self._is_running = False

    @contextmanager
    def runs(self) -> Iterator[None]:
        """Count what happens meanwhile."""
        self._is_running = True
        try:
            yield
        finally:
            self._is_running = False

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Watch the gate and every component of config.yml. Begin before Rasa loads the model, which looks them up."""
        watched: list[tuple[type, str, str]] = [(SafetyGate, "read", GATE)]
        watched += [(each, "process", each.__name__) for each in _components()]
        undo = [self._watch(*each) for each in watched]
        try:
            yield
        finally:
            for each in undo:
                each()

    def _watch(self, owner: type, method: str, name: str) -> Callable[[], None]:
        inner, own = getattr(owner, method), method in vars(owner)

        def timed(*arguments: Any, **named: Any) -> Any:
            began = time.perf_counter()
            try:
                return inner(*arguments, **named)
            finally:
                if self._is_running:
                    self.milliseconds[name].append((time.perf_counter() - began) * 1000)

        setattr(owner, method, timed)
        return lambda: setattr(owner, method, inner) if own else delattr(owner, method)


def _components() -> list[type]:
    names = [each["name"] for each in yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]]
    places = [name.rpartition(".") for name in names]
    return [getattr(importlib.import_module(module), name) for module, _, name in places if module]


def component_names() -> list[str]:
    """The gate and the components, in the order in which they read a message."""
    return [GATE, *(each.__name__ for each in _components())]


def worst_messages() -> dict[str, str]:
    """What is long or odd, by name. Nobody's words."""
    ramble = " ".join((_WORDS * 10).split()[:150])
    return {
        "10,000 characters": (_WORDS * 100)[:10_000],
        "2,000 characters (the most that is taken)": (_WORDS * 20)[:2_000].strip(),
        "one word of 10,000 letters": "abcdefghij" * 1_000,
        "one word of 1,900 letters": "abcdefghij" * 190,
        "2,000 emoji": "😀" * 2_000,
        "150 words without a stop": ramble,
        "200 short sentences": "I am ok. " * 200,
        "180 misspelt words": " ".join(f"budgte{'abcdefghij'[number % 10]}" for number in range(180)),
    }


def worst(says: Callable[[str], Said]) -> dict[str, tuple[str, float, float]]:
    """By name: outcome, and the median and the longest of a few milliseconds waited."""
    found = {}
    for name, text in worst_messages().items():
        said = [says(text) for _ in range(TIMES)]
        waited = [each.waited for each in said]
        found[name] = said[0].outcome, statistics.median(waited), max(waited)
    return found
