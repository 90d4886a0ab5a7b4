"""The custom actions of the stock project (copied there as actions.py): each answers at once with a fixed text.

Real ones look things up, so this is the best case for stock Rasa.
"""

from pathlib import Path
from typing import Any

import yaml
from rasa_sdk import Action

TEXT = (
    "You may be able to have one. It depends on what support you need and on who pays for it. The people who arrange "
    "your care decide together with you, and they must tell you in writing what they decided and why. You can ask for "
    "it at any time, and somebody independent can help you to ask."
)


class Reply(Action):
    """Answers with its name and the text."""

    action_name = "action_reply"

    def name(self) -> str:
        """The action's name in the domain."""
        return self.action_name

    def run(self, dispatcher: Any, tracker: Any, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Say it; no events."""
        dispatcher.utter_message(text=f"{self.action_name}: {TEXT}")
        return []


_domain = yaml.safe_load(Path(__file__).with_name("domain.yml").read_text(encoding="utf-8"))
ACTIONS = [type(name, (Reply,), {"action_name": name}) for name in _domain["actions"]]
