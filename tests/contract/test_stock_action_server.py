"""The actions also answer Rasa's own action server, for a developer with `rasa shell`."""

import asyncio
from typing import Any

from rasa_sdk.executor import ActionExecutor

from bot.paths import State


def test_an_action_answers_outside_a_turn(built: State) -> None:
    executor = ActionExecutor()
    executor.register_package("actions")

    def run(intent: str, slots: dict[str, Any]) -> dict[str, Any]:
        message = {"intent": {"name": intent}, "entities": [], "text": intent}
        tracker = {"sender_id": "developer", "slots": slots, "latest_message": message, "events": []}
        answer = asyncio.run(executor.run({"next_action": "action_steps", "tracker": tracker}))
        assert answer is not None
        return answer

    begun = run("start_steps", {"flow": "none"})
    titles = [button["title"] for button in begun["responses"][-1]["buttons"]]
    assert "Skip this" in titles
    assert {"event": "slot", "timestamp": None, "name": "flow", "value": "steps"} in begun["events"]
    further = run("skip", {"flow": "steps"})
    assert further["responses"][-1]["text"] != begun["responses"][-1]["text"]
