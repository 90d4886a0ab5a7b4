"""Who are you: asks for proof before anybody is shown their money."""

from rasa_sdk import Tracker
from rasa_sdk.events import EventType

from actions.flows import take_move
from actions.turn import Turn
from knowledge.flow import Move


def ask_who(turn: Turn, tracker: Tracker, then: str) -> list[EventType]:
    """Begin to ask who somebody is. then: the topic to show once they have proved it, a key and no words of theirs.

    Returns the slots that steer the rules. After success `actions.balance.show` is called with the topic.
    """
    return take_move(turn, tracker, "identity", Move("start", option=then))
