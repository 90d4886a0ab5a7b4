"""Turns for Rasa's own commands: `rasa run actions` beside `rasa shell`, for developers.

What a turn would write is dropped: it is nobody's conversation. Where the developer is in a flow lasts as long as the
action server.
"""

import json
import secrets
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from actions.services import Services
from actions.turn import Turn
from casework.database import Database
from common.clock import SystemClock, today
from common.settings import Environment, Settings
from knowledge.search import open_search

_flows: dict[str, dict[str, dict[str, Any] | None]] = {}


def begin(sender: str) -> Turn:
    """A turn of a developer's conversation. Raises FileNotFoundError before `./navigator build`."""
    flows = _flows.setdefault(sender, {})
    return Turn(services=_services(), conversation_id=sender, channel="web", now=SystemClock().now(), flows=dict(flows))


def end(turn: Turn, dispatcher: CollectingDispatcher) -> None:
    """Say what the turn said, with its choices as Rasa's buttons, and keep where the developer is."""
    _flows[turn.conversation_id] = turn.flows
    for reply in turn.replies:
        buttons = [
            {"title": choice.label, "payload": f"/{choice.intent}{json.dumps(dict(choice.entities))}"}
            for choice in reply.choices
        ]
        dispatcher.utter_message(text=reply.words.plain, buttons=buttons)


@cache
def _services() -> Services:
    environment = Environment.read()
    database = Database(f"sqlite:///{Path(tempfile.mkdtemp()) / 'shell.db'}")
    database.migrate()
    settings = Settings.load(environment.council_file)
    signed_only, schemes = settings.require_sign_off, settings.schemes_here()
    search = open_search(environment.state / "knowledge.db", today(SystemClock()), False, signed_only, schemes)
    return Services(settings=settings, database=database, search=search, secret_key=secrets.token_bytes(32))
