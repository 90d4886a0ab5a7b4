"""Which guided conversation a person is in, and which ones it interrupted. Kept in casework, as their states are."""

from actions.turn import Turn

PLACE = "place"
LASTING = ("steps", "eligibility")
"""Flows that are kept for another day. A request for a person is not: it holds a name and a number."""


def enter(turn: Turn, flow: str) -> None:
    """The person moves in a flow. One that was under way is interrupted, and waits below it."""
    _save(turn, [*(each for each in _flows(turn) if each != flow), flow], stopped=False)


def leave(turn: Turn, flow: str) -> None:
    """The flow is over."""
    _save(turn, [each for each in _flows(turn) if each != flow], stopped=_stopped(turn))


def stop(turn: Turn) -> None:
    """The person wants none of them now: nothing leads back until they ask."""
    _save(turn, [each for each in _flows(turn) if each in LASTING], stopped=True)


def under_way(turn: Turn) -> str | None:
    """The flow that a digression leads back to, or None: nothing was begun, it is finished, or it was stopped."""
    flows = _flows(turn)
    if not flows or _stopped(turn) or not is_unfinished(turn, flows[-1]):
        return None
    return flows[-1]


def interrupted(turn: Turn, by: str) -> str | None:
    """The unfinished flow that waits below `by`, or None."""
    if _stopped(turn):
        return None
    return next((each for each in reversed(_flows(turn)) if each != by and is_unfinished(turn, each)), None)


def kept(turn: Turn) -> str | None:
    """The flow to go on with when asked to, stopped or finished though it may be; or None."""
    return next((each for each in reversed(_flows(turn)) if turn.progress(each)), None)


def is_unfinished(turn: Turn, flow: str) -> bool:
    """Whether a flow was begun and waits for an answer."""
    state = turn.progress(flow)
    return bool(state) and not (state or {}).get("finished")


def _flows(turn: Turn) -> list[str]:
    return list((turn.progress(PLACE) or {}).get("flows", ()))


def _stopped(turn: Turn) -> bool:
    return bool((turn.progress(PLACE) or {}).get("stopped"))


def _save(turn: Turn, flows: list[str], stopped: bool) -> None:
    place = {"flows": flows, "stopped": stopped}
    if turn.progress(PLACE) != place:
        turn.save_progress(PLACE, place)
