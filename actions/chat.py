"""The chat itself: deleting it."""

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from actions.base import TurnAction, entity, intent_of
from actions.resuming import nothing_pending, remind
from actions.turn import Turn
from casework import conversations
from common.outcomes import Outcome
from knowledge.flow import Option, Pending

CONFIRM = Pending(
    "delete_chat",
    "confirm",
    (
        Option("yes", "Yes, delete it", ("delete it", "do it", "yes please", "i'm sure", "confirm")),
        Option("no", "No, keep it", ("keep it", "don't", "cancel", "leave it", "changed my mind")),
    ),
)


class ActionDeleteChat(TurnAction):
    """Asks once, then deletes what was written and answered. A request to an adviser stays: they gave their consent."""

    def name(self) -> str:
        return "action_delete_chat"

    def answer(self, turn: Turn, tracker: Tracker) -> list[EventType]:
        if intent_of(tracker) == "delete_my_chat":
            turn.say_wording("delete_chat_confirm", Outcome.SOCIAL)
            return [SlotSet("flow", "delete_chat"), SlotSet("pending", CONFIRM.to_slot())]
        option = entity(tracker, "option") or intent_of(tracker)
        if option == "yes":
            turn.say_wording("chat_deleted", Outcome.CLOSED)
            turn.stage(
                lambda connection: conversations.forget(
                    connection, turn.conversation_id, turn.now, keep_inbox_id=turn.inbox_id
                )
            )
            return nothing_pending()
        turn.say_wording("chat_kept", Outcome.SOCIAL)
        return [*nothing_pending(), *remind(turn, tracker)]
