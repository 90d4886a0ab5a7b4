"""Loads the Agent with our tracker store, locks and in-process actions."""

from pathlib import Path
from typing import TYPE_CHECKING

from bot.engine import rasa_library

if TYPE_CHECKING:
    from actions.services import Services
    from bot.engine.locks import ConversationLocks
    from bot.engine.turns import TurnRunner


def load_runner(model: Path, services: "Services") -> "tuple[TurnRunner, ConversationLocks]":
    """The runner of turns over a trained model (a .tar.gz file). Raises rasa's ModelNotFound when there is none."""
    rasa_library.prepare()
    from rasa.core.agent import Agent

    from actions.services import use_services
    from bot.engine.actions_in_process import ActionsInProcess
    from bot.engine.locks import ConversationLocks
    from bot.engine.tracker_store import TurnTrackerStore
    from bot.engine.turns import TurnRunner
    from bot.engine.unused_modules import unused_modules_left_out

    use_services(services)
    store = TurnTrackerStore(None, services.database)
    locks = ConversationLocks()
    with (
        unused_modules_left_out(),
        rasa_library.others_warnings_left_out(),
    ):  # components of the model bring more of them
        agent = Agent.load(model, tracker_store=store, lock_store=locks, action_endpoint=ActionsInProcess())
    return TurnRunner(agent, store, services.gate, services), locks
