"""Counters for whoever runs this, in Prometheus' text format. Numbers only: nothing of what anybody wrote."""

import threading
from collections import Counter
from collections.abc import Iterable, Mapping

from common.outcomes import Outcome

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """Counts of this process since it started. Safe to call from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._messages: Counter[str] = Counter()
        self._refused: Counter[str] = Counter()
        self._turns: Counter[str] = Counter()

    def message(self, channel: str) -> None:
        """A message was kept."""
        self._add(self._messages, channel)

    def refused(self, reason: str) -> None:
        """A message or request was refused."""
        self._add(self._refused, reason)

    def turn(self, outcome: Outcome) -> None:
        """A turn was answered while its sender waited."""
        self._add(self._turns, outcome.value)

    def as_text(self, gauges: Mapping[str, tuple[str, float]]) -> str:
        """All counters, and `gauges`: each name with its explanation and its value."""
        with self._lock:
            turns = {outcome.value: self._turns[outcome.value] for outcome in Outcome}
            messages, refused = dict(self._messages), dict(self._refused)
        lines = [
            *_counter("navigator_messages_total", "Messages kept, by channel.", "channel", messages),
            *_counter("navigator_refused_total", "Messages refused, by reason.", "reason", refused),
            *_counter("navigator_turns_total", "Turns answered, by outcome.", "outcome", turns),
        ]
        for name, (explanation, value) in gauges.items():
            lines += [f"# HELP {name} {explanation}", f"# TYPE {name} gauge", f"{name} {value:g}"]
        return "\n".join(lines) + "\n"

    def _add(self, counter: Counter[str], key: str) -> None:
        with self._lock:
            counter[key] += 1


def _counter(name: str, explanation: str, label: str, values: Mapping[str, int]) -> Iterable[str]:
    yield f"# HELP {name} {explanation}"
    yield f"# TYPE {name} counter"
    for value, count in sorted(values.items()):
        yield f'{name}{{{label}="{value}"}} {count}'
