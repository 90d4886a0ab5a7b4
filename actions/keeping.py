"""What the flow of coming back asks to be done: codes made and taken, words kept and tried, journeys joined."""

import secrets
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial

from actions import place
from actions.turn import Turn
from casework import consent
from casework.coming_back import journeys, tries
from casework.coming_back.secrets import code_hash, word_hash
from knowledge.coming_back import PURPOSE
from knowledge.flow import Effect
from knowledge.own_word import folded
from knowledge.step_state import NAME as STEPS
from knowledge.travel import FLOWS

MARK = "journey"
"""Kept with a conversation that is on a journey: only then is one looked up."""


def _note_consent(turn: Turn, effect: Effect) -> dict[str, str]:
    given, at = effect.values["given"] == "yes", turn.now
    turn.stage(partial(consent.record, conversation_id=turn.conversation_id, purpose=PURPOSE, given=given, at=at))
    return {}


def _make_code(turn: Turn, effect: Effect) -> dict[str, str]:
    code = _new_code(turn)
    turn.stage(
        partial(
            journeys.begin,
            conversation_id=turn.conversation_id,
            code_hash=code_hash(turn.services.secret_key, code),
            step=turn.services.travel.step_of(turn.progress(STEPS)),
            at=turn.now,
            expires_at=_expires(turn),
        )
    )
    words = turn.services.coming_back.words
    if turn.inbox_id is not None:
        instead = words.sayings["shown_before"].reply({}).to_json()
        turn.stage(partial(journeys.note_shown, inbox_id=turn.inbox_id, instead=instead, at=turn.now))
    turn.save_progress(MARK, {})
    return {"code": code, "spelled": words.spelled(code)}


def _new_code(turn: Turn) -> str:
    """A code that no other one has, and that nobody who types it is taken to be in danger for."""
    services, codes = turn.services, turn.services.coming_back.words.codes
    while True:
        code = codes.new(secrets.choice)
        if any(services.gate.read(form) is not None for form in (code, code.replace("-", " "))):
            continue
        with services.database.read() as connection:
            if not journeys.is_taken(connection, code_hash(services.secret_key, code)):
                return code


def _set_word(turn: Turn, effect: Effect) -> dict[str, str]:
    kept = word_hash(turn.services.secret_key, folded(effect.values["word"]))
    turn.stage(partial(journeys.set_word, conversation_id=turn.conversation_id, word_hash=kept))
    turn.save_progress(MARK, {})
    return {}


def _count_wrong_code(turn: Turn, effect: Effect) -> dict[str, str]:
    turn.stage(partial(tries.count_wrong, conversation_id=turn.conversation_id, at=turn.now))
    return {}


def _count_wrong_word(turn: Turn, effect: Effect) -> dict[str, str]:
    turn.stage(partial(journeys.count_wrong_word, journey_id=int(effect.values["journey"])))
    return {}


def _join(turn: Turn, effect: Effect) -> dict[str, str]:
    """The code alone: the step. A conversation that shares the answers already goes on doing so."""
    journey_id = int(effect.values["journey"])
    found = _read(turn, journey_id)
    if found is None:
        return {}
    with turn.services.database.read() as connection:
        had = journeys.of_conversation(connection, turn.conversation_id, turn.now)
    is_open = had is not None and had.id == journey_id and had.is_open
    _go_on(turn, found.id, is_open)
    turn.save_progress(STEPS, turn.services.travel.at_step(turn.progress(STEPS), found.step))
    place.enter(turn, STEPS)
    return {}


def _open(turn: Turn, effect: Effect) -> dict[str, str]:
    """Code and word: the answers too."""
    journey_id = int(effect.values["journey"])
    found = _read(turn, journey_id)
    if found is None:
        return {}
    turn.stage(partial(journeys.accept_word, journey_id=journey_id))
    _go_on(turn, journey_id, is_open=True)
    take_answers(turn, found.answers)
    place.enter(turn, STEPS)
    return {}


def take_answers(turn: Turn, answers: Mapping[str, dict[str, object]]) -> frozenset[str]:
    """Put answers that were kept into this conversation; returns the flows that they change."""
    travel, changed = turn.services.travel, set()
    for flow in FLOWS:
        kept = answers.get(flow)
        if kept and kept != travel.kept(flow, turn.progress(flow)):
            turn.save_progress(flow, travel.restored(flow, dict(kept), turn.progress(flow)))
            changed.add(flow)
    return frozenset(changed)


def _go_on(turn: Turn, journey_id: int, is_open: bool) -> None:
    turn.stage(
        partial(
            journeys.join,
            conversation_id=turn.conversation_id,
            journey_id=journey_id,
            is_open=is_open,
            expires_at=_expires(turn),
        )
    )
    turn.save_progress(MARK, {})


def _read(turn: Turn, journey_id: int) -> journeys.Journey | None:
    with turn.services.database.read() as connection:
        return journeys.get(connection, journey_id, turn.now)


def _expires(turn: Turn) -> datetime:
    return turn.now + timedelta(days=turn.services.settings.retention.code_days)


CARRIED_OUT: dict[str, Callable[[Turn, Effect], dict[str, str]]] = {
    "consent": _note_consent,
    "make_code": _make_code,
    "set_word": _set_word,
    "wrong_code": _count_wrong_code,
    "wrong_word": _count_wrong_word,
    "join": _join,
    "open": _open,
}
"""By kind of effect. Each returns what it adds to the words."""
