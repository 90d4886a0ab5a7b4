"""An action endpoint that runs our actions in the same process, in the turn's own transaction."""

import logging
from typing import Any

from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.executor import ActionExecutor

from actions.turn import current_turn
from common.errors import describe_without_data

logger = logging.getLogger(__name__)


class ActionsInProcess(EndpointConfig):
    """Takes the place of the HTTP action server (which stays possible through endpoints.yml)."""

    def __init__(self) -> None:
        super().__init__(url="in-process://actions", enable_selective_domain=True)
        self.executor = ActionExecutor()
        self.executor.register_package("actions")

    async def request(
        self, method: str = "post", subpath: str | None = None, json: dict[str, Any] | None = None, **_: Any
    ) -> dict[str, Any]:
        """Run the action named in `json`. One that raises is answered with an apology and the offer of a person.

        Returns the action server's response format: {"events": [...], "responses": [...]}.
        """
        assert json is not None
        turn = current_turn()
        mark = turn.mark()
        try:
            result: dict[str, Any] | None = await self.executor.run(json)
        except Exception as error:  # whatever an action does wrong, the person gets an answer
            logger.error("action %s failed: %s", json.get("next_action"), describe_without_data(error))
            turn.undo_to(mark)
            turn.apologise()
            result = {"events": [{"event": "followup", "name": "action_listen"}], "responses": []}
        return result or {"events": [], "responses": []}
