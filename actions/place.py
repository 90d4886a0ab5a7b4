"""Which guided conversation a person is in, and which ones it interrupted. Kept in casework, as their states are."""

from actions.turn import Turn

PLACE = "place"
LASTING = ("steps", "eligibility", "options", "sums")
"""Flows that are kept for another day. A request for a person is not: it holds a name and a number."""


def enter(turn: Turn, flow: str) -> None:
    """The person moves in a flow. One that was under way is interrupted, and waits below it."""
    flows, later = _place(turn)
    _save(turn, [*_without(flows, flow), flow], _without(later, flow))


def leave(turn: Turn, flow: str) -> None:
    """The flow is over."""
    flows, later = _place(turn)
    _save(turn, _without(flows, flow), _without(later, flow))


def stop(turn: Turn) -> None:
    """The person wants none of them now: nothing leads back until they ask."""
    flows, later = _place(turn)
    lasting = [flow for flow in flows if flow in LASTING]
    _save(turn, [], [*(flow for flow in later if flow not in lasting), *lasting])


def under_way(turn: Turn) -> str | None:
    """The flow that a digression leads back to, or None: nothing was begun, it is finished, or it was stopped."""
    flows, _ = _place(turn)
    return flows[-1] if flows and _is_unfinished(turn, flows[-1]) else None


def interrupted(turn: Turn, by: str) -> str | None:
    """The unfinished flow that waits below `by`, or None."""
    flows, _ = _place(turn)
    return next((flow for flow in reversed(_without(flows, by)) if _is_unfinished(turn, flow)), None)


def kept(turn: Turn) -> str | None:
    """The flow to go on with when asked to, stopped or finished though it may be; or None."""
    flows, later = _place(turn)
    return next((flow for flow in reversed([*later, *flows]) if turn.progress(flow)), None)


def _is_unfinished(turn: Turn, flow: str) -> bool:
    state = turn.progress(flow)
    return state is not None and not state.get("finished")


def _place(turn: Turn) -> tuple[list[str], list[str]]:
    """The flows under way, the newest last, and those that were stopped."""
    place = turn.progress(PLACE) or {}
    return list(place.get("flows", ())), list(place.get("later", ()))


def _without(flows: list[str], flow: str) -> list[str]:
    return [each for each in flows if each != flow]


def _save(turn: Turn, flows: list[str], later: list[str]) -> None:
    place = {"flows": flows, "later": later}
    if turn.progress(PLACE) != place:
        turn.save_progress(PLACE, place)
