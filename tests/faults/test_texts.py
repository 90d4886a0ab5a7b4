"""Texts that leave: retries, doubles, order, receipts, crashes. An HTTP server stands in the place of GOV.UK Notify."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

import pytest

from actions.services import Services
from bot.paths import ROOT
from bot.texts.notify import NotifyTexts
from bot.texts.queueing import Queue
from bot.texts.sending import TextWorker
from bot.texts.trying import CLAIM, LOOK_AFTER, wait_before
from bot.texts.wording import TextWords
from casework import conversations, outbox
from casework.database import Database
from casework.retention import purge
from casework.texts import lost, outgoing, phones, receipts
from casework.texts.numbers import PhoneKeys
from casework.texts.outgoing import Leaving
from casework.texts.receipts import Receipt, Told
from common.clock import SettableClock
from common.outcomes import Outcome
from common.replies import Reply, Words
from common.settings import Settings
from tests.conftest import MONDAY_MORNING
from tests.contract.test_text_providers import KEY
from tests.contract.text_providers import Answer, Provider

SETTINGS = Settings.load(ROOT / "council.yml")
NUMBER = "+447700900123"


@dataclass
class Post:
    """A queue of texts, its worker, and the provider."""

    database: Database
    clock: SettableClock
    provider: Provider
    worker: TextWorker
    keys: PhoneKeys

    def phone(self, number: str = NUMBER) -> str:
        """Its key."""
        with self.database.write() as connection:
            return phones.see(connection, self.keys, number, "notify", self.clock.now()).key

    def write(self, body: str = "Hello", number: str = NUMBER, **more: Any) -> None:
        """Have a text leave."""
        key, now = self.phone(number), self.clock.now()
        with self.database.write() as connection:
            given = {"kind": "reply", "parts": 1, "expires_at": now + timedelta(hours=4), **more}
            assert outgoing.add(connection, phone_key=key, body=body, at=now, **given)

    def later(self, by: timedelta) -> None:
        """Move on, and do what is due."""
        self.clock.move_to(self.clock.now() + by)
        self.worker.work_once()

    @property
    def rows(self) -> list[Leaving]:
        """All texts, oldest first."""
        with self.database.read() as connection:
            found = connection.execute(outgoing._T.select().order_by(outgoing._T.c.id))
            return [Leaving(**row._mapping) for row in found]

    @property
    def posts(self) -> int:
        """How often the provider was asked to send."""
        return sum(each.startswith("POST") for each in self.provider.asked)

    def told(self, told: Told, id: str = "", reference: str = "") -> bool:
        """A receipt of the first text."""
        row = self.rows[0]
        receipt = Receipt(
            "notify", id or row.provider_id or "late", reference or row.reference, told, f"Notify: {told}"
        )
        with self.database.write() as connection:
            return receipts.apply(connection, receipt, self.clock.now())


@pytest.fixture
def post(database: Database) -> Iterator[Post]:
    clock, keys = SettableClock(MONDAY_MORNING), PhoneKeys(b"k" * 32)
    services: Any = Services(SETTINGS, database, search=cast(Any, None), secret_key=b"k" * 32)
    queue = Queue(services, clock, TextWords(services))
    with Provider("notify") as provider:
        texts = NotifyTexts(KEY, "template-1", base_url=provider.url, seconds=0.3)
        worker = TextWorker(database, clock, queue, keys, texts, jitter=lambda: 0.5)
        yield Post(database, clock, provider, worker, keys)
        worker.close()


FIVE = timedelta(seconds=5)

RETRIES: dict[str, tuple[list[Answer], list[timedelta], str, int, int]] = {
    # what the provider says in turn; how the clock moves; the state in the end, tries to send, texts taken
    "taken": ([Answer()], [], "sent", 1, 1),
    "too many at once, twice": ([Answer(429), Answer(429)], [FIVE, 2 * FIVE], "sent", 3, 1),
    "waits as long as it was asked to": ([Answer(429, retry_after="60")], [FIVE * 2], "waiting", 1, 0),
    "the day's limit": ([Answer(429, "TooManyRequestsError")], [timedelta(minutes=10)], "waiting", 1, 0),
    "the day's limit, later": ([Answer(429, "TooManyRequestsError")], [timedelta(minutes=31)], "sent", 2, 1),
    "a refused token": ([Answer(403, "AuthError")], [FIVE], "sent", 2, 1),
    "no valid number": ([Answer(400, "ValidationError")], [timedelta(hours=1)], "failed", 1, 0),
    "an error, and it was taken": ([Answer(500, takes=True)], [LOOK_AFTER], "sent", 1, 1),
    "an error, and it was not": ([Answer(500)], [LOOK_AFTER, LOOK_AFTER, FIVE], "sent", 2, 1),
    "no answer, and it was taken": ([Answer(hangs=True)], [LOOK_AFTER], "sent", 1, 1),
    "no answer, and it was not": (
        [Answer(hangs=True, takes=False)],
        [LOOK_AFTER, LOOK_AFTER, FIVE],
        "sent",
        2,
        1,
    ),
    "can't be looked up either, for a while": (
        [Answer(500, takes=True), Answer(503), Answer(503)],
        [LOOK_AFTER, FIVE, 2 * FIVE, 4 * FIVE],
        "sent",
        1,
        1,
    ),
    "for ever": ([Answer(429)] * 99, [timedelta(minutes=11)] * 23, "expired", 22, 0),
}


@pytest.mark.parametrize("case", RETRIES.values(), ids=RETRIES.keys())
def test_retries(post: Post, case: tuple[list[Answer], list[timedelta], str, int, int]) -> None:
    answers, moves, state, posts, taken = case
    post.provider.answers.extend(answers)
    post.write()
    post.worker.work_once()
    for by in moves:
        post.later(by)
    (row,) = post.rows
    assert (row.state, post.posts, len(post.provider.taken)) == (state, posts, taken), row.why
    assert "900123" not in row.why


@pytest.mark.parametrize("was_taken", [True, False])
def test_a_crash_in_the_middle_of_sending(post: Post, was_taken: bool) -> None:
    post.write()
    row = post.rows[0]
    with post.database.write() as connection:
        assert outgoing.claim(connection, row, post.clock.now(), post.clock.now() + CLAIM)
        assert not outgoing.claim(connection, row, post.clock.now(), post.clock.now() + CLAIM)
    if was_taken:
        text = {"id": "n-1", "reference": row.reference, "status": "delivered", "body": row.body}
        post.provider.taken.append(text)
    post.worker.work_once()
    assert post.posts == 0  # whoever claimed it may still be at it
    for by in (CLAIM, LOOK_AFTER, FIVE):
        post.later(by)
    assert (post.rows[0].state, post.posts) == (("delivered", 0) if was_taken else ("sent", 1))
    assert len(post.provider.taken) == 1


def test_a_text_that_left_twice_is_counted(post: Post) -> None:
    post.provider.answers.append(Answer(500, takes=True))
    post.write()
    post.worker.work_once()
    post.provider.taken.append({**post.provider.taken[0], "id": "again"})
    post.later(LOOK_AFTER)
    with post.database.read() as connection:
        assert lost.counts(connection)["doubled"] == 1
    assert post.rows[0].other_ids == ["again"]


def test_texts_of_one_phone_leave_in_order_and_hold_nobody_else_up(post: Post) -> None:
    post.provider.answers.append(Answer(429))
    post.write("first")
    post.write("second")
    post.worker.work_once()
    post.write("of another", number="+447700900124")
    post.worker.work_once()
    assert [each["body"] for each in post.provider.taken] == ["of another"]
    post.later(FIVE)
    post.worker.work_once()
    assert [each["body"] for each in post.provider.taken] == ["of another", "first", "second"]


def test_one_that_fails_for_good_lets_the_next_one_leave(post: Post) -> None:
    post.provider.answers.append(Answer(400, "ValidationError"))
    post.write("first")
    post.write("second")
    post.worker.work_once()
    post.worker.work_once()
    assert [row.state for row in post.rows] == ["failed", "sent"]
    with post.database.write() as connection:
        (dead,) = lost.dead_letters(connection)
        assert (dead.body, dead.why) == ("first", "Notify said 400 (ValidationError)")
        assert lost.send_again(connection, dead.reference, post.clock.now(), post.clock.now() + FIVE)
        assert lost.dead_letters(connection) == []
    post.worker.work_once()
    assert post.rows[0].state == "sent"


def test_crises_leave_first_and_are_first_among_those_that_did_not_arrive(post: Post) -> None:
    post.write("slow", number="+447700900124")
    post.write("help", number="+447700900125", is_crisis=True)
    with post.database.read() as connection:
        assert [row.body for row in outgoing.due(connection, post.clock.now())] == ["help", "slow"]
    post.provider.answers.extend([Answer(400, "ValidationError")] * 2)
    post.worker.work_once()
    with post.database.read() as connection:
        assert [row.body for row in lost.dead_letters(connection)] == ["help", "slow"]


def test_who_wants_no_texts_gets_none_but_help(post: Post) -> None:
    post.write("an answer")
    post.write("help", is_crisis=True, despite_stop=True)
    key = post.phone()
    with post.database.write() as connection:
        phones.change(connection, key, opted_out_at=post.clock.now())
    post.worker.work_once()
    post.worker.work_once()
    assert [row.state for row in post.rows] == ["stopped", "sent"]
    assert [each["body"] for each in post.provider.taken] == ["help"]


RECEIPTS: dict[str, tuple[list[tuple[Told, str]], str]] = {
    "delivered": ([("delivered", "")], "delivered"),
    "delivered, and told twice": ([("delivered", ""), ("delivered", "")], "delivered"),
    "taken, then delivered": ([("taken", ""), ("delivered", "")], "delivered"),
    "out of order": ([("delivered", ""), ("taken", "")], "delivered"),
    "lost": ([("lost", "")], "failed"),
    "lost, and told twice": ([("lost", ""), ("lost", "")], "failed"),
    "lost, but delivered after all": ([("lost", ""), ("delivered", "")], "delivered"),
    "delivered, then lost": ([("delivered", ""), ("lost", "")], "delivered"),
    "the provider's own fault": ([("not_sent", "")], "waiting"),
    "another one of the same text": ([("delivered", "another"), ("delivered", "another")], "delivered"),
}


@pytest.mark.parametrize(("told", "state"), RECEIPTS.values(), ids=RECEIPTS.keys())
def test_receipts(post: Post, told: list[tuple[Told, str]], state: str) -> None:
    post.write()
    post.worker.work_once()
    for what, id in told:
        assert post.told(what, id)
    row = post.rows[0]
    assert row.state == state
    assert row.other_ids == (["another"] if any(id for _, id in told) else None)
    assert (row.body is None) is (state == "delivered")


def test_a_receipt_before_we_noted_that_it_was_taken(post: Post) -> None:
    post.write()
    row = post.rows[0]
    with post.database.write() as connection:
        outgoing.claim(connection, row, post.clock.now(), post.clock.now() + CLAIM)
    assert post.told("delivered", "n-1")
    with post.database.write() as connection:
        assert not outgoing.end(connection, row, "sent", post.clock.now(), "", "notify", "n-1")
    post.later(CLAIM)
    assert (post.rows[0].state, post.posts) == ("delivered", 0)


def test_a_receipt_for_nothing_of_ours_is_no_trouble(post: Post) -> None:
    post.write()
    assert not post.told("delivered", "unknown", "code-abc-1")
    assert post.rows[0].state == "waiting"


def reply(words: str, **more: Any) -> dict[str, Any]:
    return Reply(Words(words), **more).to_json()


def say_unasked(post: Post, words: str) -> None:
    """A reply in the outbox that answers no message, as from an adviser or a reminder."""
    key, now = post.phone(), post.clock.now()
    with post.database.write() as connection:
        found = conversations.find_by_token(connection, key) or conversations.create(connection, "sms", key, now)
        phones.change(connection, key, read_by="nobody", last_seen_at=found.created_at)
        outbox.add(connection, found.id, None, [reply(words)], Outcome.PASSED_ON, now)


def test_what_nobody_asked_for_waits_for_the_morning_and_comes_once_a_day(post: Post) -> None:
    say_unasked(post, "An adviser answers at once.")
    assert post.worker.queue.take() == 1
    assert post.rows[0].kind == "reply"
    post.worker.work_once()
    post.clock.move_to(MONDAY_MORNING.replace(hour=22) + timedelta(days=1))
    say_unasked(post, "A word first")
    say_unasked(post, "Another one")
    post.later(timedelta(0))
    assert [row.kind for row in post.rows] == ["reply", "first"]
    assert [each["body"] for each in post.provider.taken] == ["An adviser answers at once."]
    assert post.worker.queue.take() == 0
    post.write("An answer is not held up.")
    post.worker.work_once()
    assert post.provider.taken[-1]["body"] == "An answer is not held up."
    post.clock.move_to(MONDAY_MORNING.replace(hour=7, minute=59) + timedelta(days=2))
    post.worker.work_once()
    assert len(post.provider.taken) == 2
    post.later(timedelta(minutes=1))
    assert post.provider.taken[-1]["body"] == "A word first"


def test_words_numbers_and_phones_go_in_time(post: Post) -> None:
    post.write("arrived")
    post.worker.work_once()
    post.provider.answers.append(Answer(400, "ValidationError"))
    post.write("lost")
    post.worker.work_once()
    post.write("figures", is_private=True, expires_at=post.clock.now() + timedelta(minutes=15), number="+447700900124")
    post.worker.work_once()
    kept = SETTINGS.retention

    def after(**by: int) -> list[str | None]:
        purge(post.database, post.clock.now() + timedelta(**by), kept)
        return [row.body for row in post.rows]

    assert after(minutes=14) == ["arrived", "lost", "figures"]
    assert after(minutes=15) == ["arrived", "lost", None]
    assert after(hours=4) == [None, "lost", None]
    assert after(days=kept.raw_text_days) == [None, None, None]
    key = post.phone("+447700900125")
    with post.database.write() as connection:
        phones.change(connection, key, opted_out_at=post.clock.now())
    assert after(days=kept.conversation_days) == []
    with post.database.read() as connection:
        (left,) = connection.execute(phones._T.select()).all()
    assert (left.number, left.opted_out_at) == (None, post.clock.now())


@pytest.mark.parametrize(
    ("attempt", "jitter", "asked", "seconds"),
    [
        (1, 0.5, None, 5),
        (2, 0.5, None, 10),
        (3, 0.0, None, 15),
        (3, 1.0, None, 25),
        (50, 0.5, None, 600),
        (1, 0.5, 90, 90),
    ],
)
def test_how_long_is_waited(attempt: int, jitter: float, asked: float | None, seconds: float) -> None:
    assert wait_before(attempt, jitter, asked).total_seconds() == seconds
    assert wait_before(attempt, jitter, 3600).total_seconds() == 3600
