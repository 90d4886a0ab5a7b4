"""Where an adviser may jump to, and by what keys. `#3` goes to step 3, `#money` to the balance, `#<answer id>` to an
answer: written so, a place can never be mistaken for somebody's words."""

from collections.abc import Container
from dataclasses import dataclass

from common.replies import Choice
from knowledge.answer import ASK_QUESTION

MARK = "#"


@dataclass(frozen=True)
class Jump:
    """One place. key: what stands after the mark; feature: the setting that switches it off, or empty."""

    key: str
    choice: Choice
    feature: str = ""


CODE = Jump("code", Choice("A code to carry on with", "save_my_place"), "coming_back")
"""Asks for the person's consent before anything else."""
PLACES = (
    Jump("steps", Choice("The 7 steps", "start_steps"), "steps"),
    *(Jump(str(n), Choice(f"Step {n}", "go_to_step", {"option": str(n)}), "steps") for n in range(1, 8)),
    Jump("eligibility", Choice("Who may get a budget", "check_eligibility"), "eligibility_check"),
    Jump("options", Choice("Ways to hold the money", "compare_options"), "options_guide"),
    Jump("suits", Choice("Which way suits them", "which_suits_me"), "options_guide"),
    Jump("sums", Choice("Sums", "work_out_cost"), "sums"),
    Jump("money", Choice("Their money: code read out", "my_balance"), "balance"),
    Jump("letters", Choice("Letters", "write_letter")),
    CODE,
    Jump("continue", Choice("They have a code", "continue_with_code"), "coming_back"),
    Jump("person", Choice("Hand over to a colleague", "talk_to_person"), "hand_over"),
)
"""The jump list, in its order."""
MOVES = (
    Jump("back", Choice("Back", "go_back")),
    Jump("again", Choice("Say it again", "repeat")),
    Jump("simpler", Choice("Simpler words", "simpler")),
    Jump("why", Choice("Why we ask", "why")),
    Jump("more", Choice("Tell me more", "tell_more")),
    Jump("skip", Choice("Skip", "skip")),
    Jump("where", Choice("Where were we?", "where_was_i")),
)
"""What may be done with the card that is shown."""
_BY_KEY = {jump.key: jump for jump in (*PLACES, *MOVES)}


def read(text: str, answers: Container[str]) -> Choice | None:
    """What a text such as `#3` or `#who-has-a-right` takes, or None for somebody's words. answers: all ids."""
    if not text.startswith(MARK):
        return None
    key = text[len(MARK) :].strip().lower()
    if key in _BY_KEY:
        return _BY_KEY[key].choice
    return Choice(key, ASK_QUESTION, {"answer": key}) if key in answers else None


def label(text: str) -> str:
    """What a place is called in the list of what was done; an answer by its id."""
    key = text.removeprefix(MARK).strip().lower()
    return _BY_KEY[key].choice.label if key in _BY_KEY else key
