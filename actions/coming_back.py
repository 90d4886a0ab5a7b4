"""A code to come back with, and coming back with one, on any channel."""

from rasa_sdk import Tracker
from rasa_sdk.events import EventType

from actions.base import entity, intent_of, text_of
from actions.flows import FlowAction, move_of, take_move
from actions.turn import Turn
from casework.coming_back import journeys, tries
from casework.coming_back.secrets import code_hash, is_word
from knowledge.code_words import CodeWords
from knowledge.coming_back import CODE, CONTINUE, NAME, OPEN, SAVE, WORD, Told
from knowledge.flow import Move
from knowledge.own_word import folded, trouble_with

STARTS = {"save_my_place": SAVE, "continue_with_code": CONTINUE}


class ActionComingBack(FlowAction):
    """Looks up what only the records can tell, then takes the move. What was typed is never kept."""

    flow = NAME

    def name(self) -> str:
        return "action_coming_back"

    def answer(self, turn: Turn, tracker: Tracker) -> list[EventType]:
        intent = intent_of(tracker)
        if intent not in STARTS:
            move = move_of(tracker)
            return take_move(turn, tracker, NAME, move, _told(turn, move))
        code = entity(tracker, "code")
        turn.hides_text = turn.hides_text or bool(code) or _codes(turn).looks_like(text_of(tracker))
        move = Move("start", option=STARTS[intent], text=code)
        return take_move(turn, tracker, NAME, move, _told(turn, move))


def _told(turn: Turn, move: Move) -> dict[str, str]:
    at = (turn.progress(NAME) or {}).get("at")
    if not turn.services.settings.features.coming_back:
        return {}
    if move.kind == "start" and move.option == CONTINUE:
        return _looked_up(turn, move.text) if move.text else {}
    typed = move.text if move.kind == "answer" and move.option is None else None
    if typed and at == CODE:
        return _looked_up(turn, typed)
    if typed and at == OPEN:
        return _checked(turn, typed)
    if typed and at == WORD:
        return {Told.TROUBLE: trouble_with(typed, _codes(turn))}
    return _own(turn)


def _own(turn: Turn) -> dict[str, str]:
    """Of the code that this conversation has, if it has one."""
    with turn.services.database.read() as connection:
        journey = journeys.of_conversation(connection, turn.conversation_id, turn.now)
    if journey is None or not journey.is_open:
        return {}
    return {Told.HAS_CODE: "yes", Told.HAS_WORD: "yes" if journey.word_hash else ""}


def _looked_up(turn: Turn, typed: str) -> dict[str, str]:
    """What a typed code comes to. Text that is no code is no try."""
    code = _codes(turn).read(typed)
    if code is None:
        return {Told.LOOKED_UP: "unreadable"}
    with turn.services.database.read() as connection:
        if not tries.may_try(connection, turn.conversation_id, turn.now):
            return {Told.LOOKED_UP: "too_many"}
        found = journeys.find_by_code(connection, code_hash(turn.services.secret_key, code), turn.now)
        mine = journeys.of_conversation(connection, turn.conversation_id, turn.now)
    if found is None:
        return {Told.LOOKED_UP: "unknown"}
    shares_already = mine is not None and mine.id == found.id and mine.is_open
    asks_for_word = found.word_hash is not None and not shares_already
    return {
        Told.LOOKED_UP: "locked" if asks_for_word and found.is_locked else "found",
        Told.HAS_WORD: "yes" if asks_for_word else "",
        Told.JOURNEY: str(found.id),
        Told.STEP: str(found.step),
        Told.TITLE: turn.services.travel.title_of(found.step),
    }


def _checked(turn: Turn, typed: str) -> dict[str, str]:
    """What a typed word comes to."""
    journey_id = int((turn.progress(NAME) or {})[Told.JOURNEY])
    with turn.services.database.read() as connection:
        found = journeys.get(connection, journey_id, turn.now)
    if found is None or found.word_hash is None or found.is_locked:
        return {Told.CHECKED: "gone"}
    if is_word(turn.services.secret_key, folded(typed), found.word_hash):
        return {Told.CHECKED: "right"}
    left = journeys.WORD_TRIES - found.word_tries - 1
    return {Told.CHECKED: "wrong" if left else "last", Told.LEFT: f"{left} {'try' if left == 1 else 'tries'}"}


def _codes(turn: Turn) -> CodeWords:
    return turn.services.coming_back.words.codes
