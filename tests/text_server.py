"""`./navigator serve` in a process of its own, with a stand-in of GOV.UK Notify behind it, and its callbacks."""

import re
import time
import uuid
from collections import Counter
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import func, select, update

from bot.paths import ROOT
from bot.running import open_database
from casework.texts import tables
from common.clock import SystemClock
from tests.contract.test_text_providers import KEY
from tests.contract.text_providers import Provider
from tests.faults.killing import Server

TOKEN = "a-token-for-texts"
INTRO = "Does anyone else read your texts?"


def with_notify(state: Path) -> Path:
    """A council.yml with texts by Notify, and without limits that a fast script would meet."""
    state.mkdir(parents=True, exist_ok=True)
    text = re.sub(r"(messages_per_minute_\w+: )\d+", r"\g<1>100000", (ROOT / "council.yml").read_text())
    text = text.replace("provider: none", "provider: notify").replace('number: ""', "number: 07700 900000")
    file = state / "council.yml"
    file.write_text(text)
    return file


def variables(provider: Provider) -> dict[str, str]:
    """What the environment holds."""
    return {
        "NAVIGATOR_NOTIFY_KEY": KEY,
        "NAVIGATOR_NOTIFY_URL": provider.url,
        "NAVIGATOR_NOTIFY_TEXT_TEMPLATE": "template-1",
        "NAVIGATOR_NOTIFY_TEXT_TOKENS": TOKEN,
        "NAVIGATOR_NOTIFY_RECEIPT_TOKENS": "a-token-for-receipts",
    }


def text(number: int, words: str) -> dict[str, str]:
    """A callback of Notify's. number: of the phone, from 0 to 999."""
    return {
        "id": str(uuid.uuid4()),
        "source_number": f"447700900{number:03d}",
        "destination_number": "07700900000",
        "message": words,
        "date_received": "2026-11-23T10:00:00.000000Z",
    }


def bring(client: httpx.Client, server: Server, data: dict[str, str]) -> bool:
    """Call back once, with Notify's five seconds; whether it was acknowledged."""
    headers = {"authorization": f"Bearer {TOKEN}"}
    try:
        return client.post(f"{server.address}/sms/notify", json=data, headers=headers, timeout=5).status_code == 200
    except httpx.TransportError:
        return False


def wait_for_answers(provider: Provider, state: Path, count: int, seconds: float) -> None:
    """Until so many texts have left, or so many seconds are over."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with provider.lock:
            if len(provider.taken) >= count:
                return
        hurry(state, "uncertain")
        time.sleep(0.2)


def hurry(state: Path, *states: str) -> None:
    """Have texts in these states tried now instead of later."""
    database = open_database(state)
    with database.write() as connection:
        stuck = tables.text_out.c.state.in_(states)
        connection.execute(update(tables.text_out).where(stuck).values(try_at=SystemClock().now()))
    database.close()


def what_became(provider: Provider, state: Path, sent: Counter[int]) -> dict[str, Any]:
    """Texts that came in and left. sent: how many each phone sent. lost, doubled: answers too few, and too many."""
    with provider.lock:
        got = Counter(int(each["phone_number"][-3:]) for each in provider.taken)
        references = Counter(each["reference"] for each in provider.taken)
    database = open_database(state)
    with database.read() as connection:
        kept = connection.execute(select(func.count()).select_from(tables.text_in)).scalar_one()
    database.close()
    return {
        "sent": sum(sent.values()),
        "kept": int(kept),
        "answered": sum(got.values()),
        "lost": sum(max(sent[phone] - got[phone], 0) for phone in sent),
        "doubled": sum(max(got[phone] - sent[phone], 0) for phone in got),
        "left_twice": sum(count - 1 for count in references.values()),
    }
