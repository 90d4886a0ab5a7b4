"""Proving who somebody is, step by step: what each step comes to, and what to write for it in the turn's commit.

Whoever asks is told the same, and the same statements are run, whether or not a reference exists, a date of birth
fits, or a code may be sent: only a person can say more, once they know who is asking.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy.engine import Connection

from casework import audit
from casework.identity import challenges, codes, limits, outgoing, sessions
from casework.identity.challenges import CODE_LIVES, MOST_CODES, MOST_TRIES, Challenge
from casework.identity.outgoing import Way
from casework.identity.sessions import Verified
from casework.identity.subjects import Subject, find, holds_back, of_challenge, ways_of
from casework.identity.tables import Counted

Came = Literal[
    "given", "given_both", "date_miss", "six", "limited", "lapsed", "again", "no_more", "right", "wrong", "locked",
    "expired", "put_right",
]  # fmt: skip
"""given: go on; given_both: a reference with a date of birth; date_miss, six: it can be no date, or no code; limited:
too many tries here, or with this reference; lapsed: begin again; again: a new code was made; no_more: no new code in
this attempt; locked: too many wrong codes; expired: the code is too old; put_right: a date of birth given
before was wrong."""
Write = Callable[[Connection], None]


@dataclass(frozen=True)
class Asking:
    """Who asks, as far as is known, and what holds here.

    address: their internet address, or empty; key: the server's own; ways: by which codes can leave; codes_per_hour: so
    many to all people together; contact_change_days: how long a contact on record must have stood;
    actor: who types it in, for the audit log: the person, or the user name of the adviser that they speak with.
    """

    conversation_id: str
    at: datetime
    address: str
    key: bytes
    ways: frozenset[Way]
    codes_per_hour: int
    contact_change_days: int
    actor: str = "person"


@dataclass(frozen=True)
class Step:
    """What a step came to, and its writes. left: tries left after a wrong code; verified: after the right one;
    challenge: the attempt that was begun."""

    came: Came
    writes: tuple[Write, ...] = ()
    left: int = 0
    verified: Verified | None = None
    challenge: Challenge | None = None


def give_reference(connection: Connection, asking: Asking, reference: str) -> Step:
    """Take a reference (letters and digits, in capitals) and begin an attempt."""
    subject = find(connection, reference)
    reference_key = codes.hidden(asking.key, "reference", subject.reference if subject else reference)
    last = challenges.newest(connection, asking.conversation_id)
    keys: dict[Counted, str] = {"conversation": asking.conversation_id, "reference": reference_key}
    if asking.address:
        keys["address"] = codes.hidden(asking.key, "address", asking.address)
    counts = limits.read(connection, keys, asking.at)
    locked = _is_locked(last, asking.at)
    if locked or any(count.is_used_up for count in counts.values()):
        return Step("limited", (_note(asking, "identity limited", "locked" if locked else "too many tries"),))
    fresh = Challenge(
        conversation_id=asking.conversation_id,
        handle=codes.new_handle(),
        created_at=asking.at,
        stage="birth",
        reference_key=reference_key,
        person_id=subject.person_id if subject else None,
        representative_id=subject.representative_id if subject else None,
    )
    counting = tuple(_count(count) for count in counts.values())
    begun = _note(asking, "identity begun", "on record" if subject else "no such reference")
    return Step("given", (lambda writing: challenges.begin(writing, fresh), *counting, begun), challenge=fresh)


def give_birth(connection: Connection, asking: Asking, dates: tuple[date, ...], begun: Challenge | None = None) -> Step:
    """Take a date of birth (all that it can mean) and have a code sent, if there is anybody to send it to.

    begun: the attempt, when the same message began it.
    """
    challenge = begun or challenges.newest(connection, asking.conversation_id)
    if challenge is None or not challenges.is_open(challenge, "birth", asking.at):
        return Step("lapsed", (_note(asking, "identity lapsed", "date of birth"),))
    subject = of_challenge(connection, challenge)
    born = subject.date_of_birth if subject else date.min
    is_match = sum(codes.is_same(each.isoformat(), born.isoformat()) for each in dates) > 0  # each is compared
    return _make_code(connection, asking, challenge, subject, "" if is_match else "another date of birth", "given")


def send_again(connection: Connection, asking: Asking) -> Step:
    """Make a new code in the same attempt. The one before is void."""
    challenge = challenges.newest(connection, asking.conversation_id)
    if challenge is None or not challenges.is_open(challenge, "code", asking.at):
        return Step("lapsed", (_note(asking, "identity lapsed", "new code"),))
    if challenge.codes >= MOST_CODES:
        return Step("no_more", (_note(asking, "identity code refused", "enough codes"),))
    subject = of_challenge(connection, challenge)
    return _make_code(connection, asking, challenge, subject, "" if challenge.may_pass else "as before", "again")


def try_code(connection: Connection, asking: Asking, code: str) -> Step:
    """Take a code of six digits. The right one counts once, and only in the conversation that asked for it."""
    challenge = challenges.newest(connection, asking.conversation_id)
    if challenge is None or not challenges.is_open(challenge, "code", asking.at):
        return Step("lapsed", (_note(asking, "identity lapsed", "code"),))
    wrong = limits.read(connection, {"wrong": challenge.reference_key}, asking.at)["wrong"]
    subject = of_challenge(connection, challenge)
    held = holds_back(connection, subject, asking.at, asking.contact_change_days)
    fits = codes.is_code(asking.key, challenge.handle, code, challenge.code_hash or "")
    if challenge.code_expires_at is None or asking.at >= challenge.code_expires_at:
        return Step("expired", (_note(asking, "identity code expired"),))
    if fits and challenge.may_pass and not held and not wrong.is_used_up and subject is not None:
        return _passed(asking, challenge, subject)
    tries = challenge.tries + 1
    is_locked = tries >= MOST_TRIES
    writes: tuple[Write, ...] = (
        lambda writing: challenges.change(writing, challenge, tries=tries, stage="locked" if is_locked else "code"),
        _count(wrong, 1 if challenge.may_pass else 0),
        _note(asking, "identity locked" if is_locked else "identity code wrong", f"try {tries}"),
    )
    return Step("locked" if is_locked else "wrong", writes, left=MOST_TRIES - tries)


def _make_code(
    connection: Connection, asking: Asking, challenge: Challenge, subject: Subject | None, reason: str, came: Came
) -> Step:
    keys: dict[Counted, str] = {
        "wrong": challenge.reference_key,
        "sent": challenge.reference_key,
        "all_sent": limits.EVERYBODY,
    }
    counts = limits.read(connection, keys, asking.at)
    way, no_way = _way(connection, asking, subject)
    held = holds_back(connection, subject, asking.at, asking.contact_change_days)  # looked up even when it is no matter
    reason = ("" if subject else "no such reference") or reason or held or no_way
    if counts["wrong"].is_used_up or counts["sent"].is_used_up:
        reason = reason or "too many for this reference"
    if counts["all_sent"].count >= asking.codes_per_hour:
        reason = reason or "too many for everybody"
    is_real = not reason
    seed, expires_at = codes.new_seed(), asking.at + CODE_LIVES
    made = {
        "stage": "code",
        "may_pass": is_real,
        "code_hash": codes.code_hash(asking.key, challenge.handle, codes.code_of(asking.key, seed)),
        "code_expires_at": expires_at,
        "codes": challenge.codes + 1,
    }
    writes: tuple[Write, ...] = (
        lambda writing: challenges.change(writing, challenge, **made),
        lambda writing: outgoing.add(
            writing,
            conversation_id=asking.conversation_id,
            handle=challenge.handle,
            person_id=challenge.person_id,
            representative_id=challenge.representative_id,
            way=way if is_real else "none",
            is_real=is_real,
            seed=seed,
            at=asking.at,
            expires_at=expires_at,
        ),
        _count(counts["sent"], int(is_real)),
        _count(counts["all_sent"], int(is_real)),
        _note(asking, "identity code made" if is_real else "identity code not sent", reason or way),
    )
    return Step(came, writes)


def _way(connection: Connection, asking: Asking, subject: Subject | None) -> tuple[Way, str]:
    """By which way a code reaches this person and nobody who manages their money; or why by none."""
    own, is_shared = ways_of(connection, subject)
    usable = [way for way in own if way in asking.ways]
    if usable:
        return usable[0], ""
    return "none", "a contact that others have too" if is_shared else "no contact that a code can be sent to"


def _passed(asking: Asking, challenge: Challenge, subject: Subject) -> Step:
    conversation_id, at = asking.conversation_id, asking.at
    person_id, representative_id = subject.person_id, subject.representative_id
    speaking_as: Literal["self", "representative"] = "self" if representative_id is None else "representative"
    who = f"person {person_id}" if representative_id is None else f"person {person_id}, by {representative_id}"
    writes: tuple[Write, ...] = (
        lambda writing: challenges.change(writing, challenge, stage="passed", code_hash=None),
        lambda writing: sessions.begin(writing, conversation_id, person_id, representative_id, at),
        _note(asking, "identity proved", who),
    )
    return Step("right", writes, verified=Verified(person_id, speaking_as, sessions.until(at)))


def _count(seen: limits.Count, by: int = 1) -> Write:
    return lambda writing: limits.add(writing, seen, by)


def is_locked(connection: Connection, conversation_id: str, at: datetime) -> bool:
    """Whether there were too many wrong codes in this conversation in the last day."""
    return _is_locked(challenges.newest(connection, conversation_id), at)


def _is_locked(last: Challenge | None, at: datetime) -> bool:
    return last is not None and last.stage == "locked" and at - last.created_at < limits.DAY


def is_open(connection: Connection, conversation_id: str, at: datetime) -> bool:
    """Whether an attempt waits for a date of birth or a code in this conversation, and the code has not expired."""
    challenge = challenges.newest(connection, conversation_id)
    if challenge is None or not any(challenges.is_open(challenge, stage, at) for stage in challenges.OPEN):
        return False
    return challenge.code_expires_at is None or at < challenge.code_expires_at


def _note(asking: Asking, action: str, detail: str = "") -> Write:
    return lambda writing: audit.write(
        writing, asking.at, actor=asking.actor, action=action, subject=asking.conversation_id, detail=detail
    )
