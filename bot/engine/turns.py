"""One message becomes one committed turn: gate, owner, chosen number, Rasa, commit."""

import logging
import time

from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage

from actions import turn as turns
from actions.safety import DOUBT, answer_doubt, answer_finding
from actions.services import Services
from actions.turn import Turn
from bot.engine.choosing import chosen_parse_data
from bot.engine.results import TurnResult, Understood
from bot.engine.tracker_store import WINDOW, TurnTrackerStore
from casework import inbox
from casework.errors import AlreadyAnswered, TurnConflict
from casework.reading import read_turn
from casework.turns import TurnCommit, commit_turn
from common.errors import describe_without_data
from common.outcomes import Outcome
from common.replies import Reply
from language.safety import SafetyGate

logger = logging.getLogger(__name__)

TRIES = 3
"""How often a turn is run again after a conflict, and a message may be left behind before it gets an apology."""

ANSWERS = frozenset({Outcome.ANSWERED, Outcome.GUIDED, Outcome.CALCULATED, Outcome.HANDED_OVER})
"""Outcomes worth having beside words about danger, when it is in doubt whether there is any."""


class TurnRunner:
    """Runs turns. All state is in the database; the runner may be thrown away at any moment."""

    def __init__(self, agent: Agent, store: TurnTrackerStore, gate: SafetyGate, services: Services) -> None:
        self._agent = agent
        self._store = store
        self._gate = gate
        self._services = services

    async def run(self, row: inbox.InboxRow) -> TurnResult | None:
        """Answer one inbox row. None when it was answered already (by another process) or its conversation is gone."""
        for attempt in range(1, TRIES + 1):
            try:
                return await self._try(row, give_up=row.attempts >= TRIES)
            except AlreadyAnswered:
                return None
            except TurnConflict:
                logger.info("turn of message %s ran into another one: again (%d)", row.id, attempt)
        return None

    async def _try(self, row: inbox.InboxRow, give_up: bool) -> TurnResult | None:
        started = time.perf_counter()
        with self._services.database.read() as connection:
            view = read_turn(connection, row.conversation_id, WINDOW)
        if view is None:
            return None
        conversation = view.conversation
        self._store.give(conversation.id, view.window)
        turn = Turn(
            services=self._services,
            conversation_id=conversation.id,
            channel=conversation.channel,
            now=max(row.at, conversation.clock_at),
            inbox_id=row.id,
            last_reply=Reply.from_json(view.last_reply) if view.last_reply else None,
            last_outcome=None if DOUBT in view.progress else view.last_outcome,
            flows=dict(view.progress),
        )
        understood = await self._answer(turn, row, conversation.owner, give_up)
        events, slots = self._store.take_staged(conversation.id)
        if not turn.replies and turn.outcome is not Outcome.PASSED_ON:
            turn.apologise()
        commit_turn(
            self._services.database,
            TurnCommit(
                conversation_id=conversation.id,
                seen_turn=conversation.turn,
                inbox_id=row.id,
                at=turn.now,
                outcome=turn.outcome,
                replies=[reply.to_json() for reply in turn.replies],
                events=events,
                slots=slots if events else view.window.slots,
                staged=turn.writes(),
            ),
        )
        return TurnResult(
            outcome=turn.outcome,
            replies=tuple(turn.replies),
            intent=understood.intent,
            topic=turn.topic,
            answers=tuple(turn.answers),
            confidence=understood.confidence,
            ms=round((time.perf_counter() - started) * 1000, 1),
        )

    async def _answer(self, turn: Turn, row: inbox.InboxRow, owner: str, give_up: bool) -> Understood:
        """Fill the turn. Whatever goes wrong, it ends with something to say."""
        end = turns.begin(turn)
        mark = turn.mark()
        finding = self._gate.read(row.text or "")
        try:
            if turn.progress(DOUBT):
                turn.save_progress(DOUBT, None)
            only_help = turn.channel == "sms" or owner == "adviser" or give_up  # no room, or nothing else to say
            if finding is not None and (finding.sure or only_help):
                answer_finding(turn, finding)
                return Understood(intent=None, confidence=1.0)
            if owner == "adviser":
                turn.outcomes.append(Outcome.PASSED_ON)
                return Understood()
            if give_up:
                turn.apologise()
                return Understood()
            if finding is not None:
                answer_doubt(turn, finding)
                understood = await self._ask_rasa(turn, row)
                if ANSWERS & set(turn.outcomes):
                    return understood
                self._store.take_staged(turn.conversation_id)  # nothing to say but help
                turn.undo_to(mark)
                answer_finding(turn, finding)
                return Understood(intent=None, confidence=1.0)
            return await self._ask_rasa(turn, row)
        except Exception as error:  # a turn that fails is answered, never silent
            logger.error("turn of message %s failed: %s", row.id, describe_without_data(error))
            self._store.take_staged(turn.conversation_id)
            turn.undo_to(mark)
            if finding is None:
                turn.apologise()
            else:
                answer_finding(turn, finding)
            return Understood()
        finally:
            end()

    async def _ask_rasa(self, turn: Turn, row: inbox.InboxRow) -> Understood:
        asked_which = turn.last_outcome is Outcome.CLARIFIED
        parse_data = chosen_parse_data(turn.last_reply, row.text or "", row.choice_number, asked_which)
        message = UserMessage(
            text=parse_data["text"] if parse_data else row.text,
            output_channel=CollectingOutputChannel(),
            sender_id=turn.conversation_id,
            input_channel=turn.channel,
            message_id=str(row.id),
            parse_data=parse_data,
        )
        assert self._agent.processor is not None
        await self._agent.processor.handle_message(message)
        return Understood.from_events(self._store.peek_staged(turn.conversation_id))
