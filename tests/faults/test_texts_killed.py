"""`kill -9` while people text: after a restart each text that was acknowledged has exactly one answer."""

import random
import threading
import time
from collections import Counter
from pathlib import Path

import httpx
import pytest

from bot.paths import State
from tests.contract.text_providers import Provider
from tests.faults.killing import Server
from tests.text_server import bring, hurry, text, variables, wait_for_answers, what_became, with_notify

SCRIPT = ("what is a direct payment", "1", "can i pay my sister", "start the steps", "no", "help", "menu")


def talk(server: Server, phone: int, sent: Counter[int], stop: threading.Event) -> None:
    """Text on, as somebody who does not wait for answers; each text is brought until it is acknowledged."""
    with httpx.Client() as client:
        while not stop.is_set():
            message = text(phone, SCRIPT[sent[phone] % len(SCRIPT)])
            while not bring(client, server, message):
                time.sleep(0.05)
            sent[phone] += 1
            time.sleep(0.05)


def test_a_killed_server_answers_each_text_once(built: State, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rng, stop, sent = random.Random(3), threading.Event(), Counter[int]()
    with Provider("notify") as provider:
        for name, value in variables(provider).items():
            monkeypatch.setenv(name, value)
        server = Server(tmp_path, with_notify(tmp_path))
        server.start()
        threads = [threading.Thread(target=talk, args=(server, phone, sent, stop), daemon=True) for phone in range(4)]
        for thread in threads:
            thread.start()
        for _ in range(3):
            time.sleep(rng.uniform(0.5, 1.5))
            server.kill()
            hurry(tmp_path, "sending", "uncertain")  # whoever was at them is dead
            server.start()
        stop.set()
        for thread in threads:
            thread.join(60)
        total = sum(sent.values())
        wait_for_answers(provider, tmp_path, total, 90)
        time.sleep(1.5)  # were there a double, it would leave now
        became = what_became(provider, tmp_path, sent)
        server.kill()
    assert became == {"sent": total, "kept": total, "answered": total, "lost": 0, "doubled": 0, "left_twice": 0}
    assert total > 10
