"""An action endpoint that runs our actions in the same process, in the turn's own transaction."""

import logging
from typing import Any

from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.executor import ActionExecutor

from actions.turn import current_turn

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


def describe_without_data(error: BaseException) -> str:
    """The type and place of an error. Its message is left out: it may quote what a person wrote."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}" if trace else "unknown place"
    return f"{type(error).__name__} at {place}"
