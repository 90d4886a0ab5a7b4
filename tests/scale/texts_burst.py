"""Measures the webhook under a burst of texts: how long each takes to be acknowledged, what is lost, what is doubled.

.venv/bin/python -m tests.scale.texts_burst 500
"""

import os
import statistics
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx

from tests.contract.text_providers import Provider
from tests.faults.killing import Server
from tests.text_server import bring, text, variables, wait_for_answers, what_became, with_notify

_AT_ONCE = 50


def burst(state: Path, texts: int, phones: int = 250, twice: int = 10) -> dict[str, Any]:
    """Bring so many texts of so many phones, as fast as they go; every so many-th one is brought a second time."""
    sent: Counter[int] = Counter()
    with Provider("notify") as provider:
        os.environ.update(variables(provider))
        server = Server(state, with_notify(state))
        server.start()
        words = ("what is a direct payment", "1", "can i pay my sister")
        messages = [text(number % phones, words[number // phones % len(words)]) for number in range(texts)]
        for number in range(texts):
            sent[number % phones] += 1
        with httpx.Client(limits=httpx.Limits(max_connections=_AT_ONCE)) as client:

            def one(data: dict[str, str]) -> float:
                started = time.perf_counter()
                while not bring(client, server, data):
                    time.sleep(0.01)
                return (time.perf_counter() - started) * 1000

            started = time.perf_counter()
            with ThreadPoolExecutor(_AT_ONCE) as pool:
                times = sorted(pool.map(one, [*messages, *messages[::twice]]))
            brought = time.perf_counter() - started
            wait_for_answers(provider, state, texts, 120)
            answered = time.perf_counter() - started
        time.sleep(2)
        became = what_became(provider, state, sent)
        server.kill()
    return became | {
        "callbacks": len(times),
        "p50_ms": round(statistics.median(times)),
        "p95_ms": round(times[int(len(times) * 0.95)]),
        "max_ms": round(times[-1]),
        "all_acknowledged_s": round(brought, 1),
        "all_answered_s": round(answered, 1),
    }


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        for name, value in burst(Path(folder), int(sys.argv[1])).items():
            print(f"{name}: {value}")
