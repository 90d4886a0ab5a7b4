"""Measures whether the time of an answer gives away who is on record: known, held back, no contact, unknown.

.venv/bin/python -m tests.scale.identity_timing 60
"""

import random
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from datetime import timedelta
from pathlib import Path

from common.clock import SettableClock
from tests.conftest import fresh
from tests.flows.conftest import Person
from tests.identity_records import load_people

KNOWN = {"EX1001": "on record", "EX1002": "held back", "EX1005": "new contact", "EX1006": "no contact"}
UNKNOWN = {"NOBODY77": "unknown", "NOBODY88": "unknown"}
TYPED = {"reference": "", "birth": "3 march 1956", "code": "000000"}
_TRIES_A_DAY = 5

Times = dict[tuple[str, str], list[float]]


def measure(folder: Path, rounds: int) -> Times:
    """Milliseconds of each step by reference and step: in each round everybody once, in random order."""
    found: Times = defaultdict(list)
    order = random.Random(1)
    with fresh(folder) as running:
        load_people(running.services.database)
        for number in range(rounds):
            if number % _TRIES_A_DAY == 0:
                assert isinstance(running.clock, SettableClock)
                running.clock.move_to(running.clock.now() + timedelta(days=1, minutes=1))
            for reference in order.sample([*KNOWN, *UNKNOWN], len(KNOWN) + len(UNKNOWN)):
                person = Person(running)
                person.says("how much have i got left")
                for step, typed in TYPED.items():
                    began = time.perf_counter()
                    person.says(typed or reference)
                    found[reference, step].append((time.perf_counter() - began) * 1000)
    return found


def chance_of_telling(one: list[float], other: list[float]) -> float:
    """How often a time of the second is longer than one of the first: .5 tells nothing (the area under the curve)."""
    pairs = [(a < b) + (a == b) / 2 for a in one for b in other]
    return sum(pairs) / len(pairs)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        times = measure(Path(name), int(sys.argv[1]))
    nobody, other_nobody = UNKNOWN
    for reference, what in {**KNOWN, nobody: UNKNOWN[nobody]}.items():
        steps = []
        for step in TYPED:
            mine, none = times[reference, step], times[other_nobody, step]
            steps.append(f"{step} {statistics.median(mine):.1f} ms, {chance_of_telling(mine, none):.2f}")
        print(f"{what}: " + "; ".join(steps))
