"""After somebody's money was spoken of, a short question means that money: "and in june?". Pure."""

from datetime import date

from bot.nlu.decision import ASK, ELSEWHERE, FALLBACK, Intent
from knowledge.balance_asked import follow_up
from knowledge.balance_topic import Topic

MY_BALANCE = "my_balance"
GIVES_WAY = (
    ASK,
    FALLBACK,
    ELSEWHERE,
    "work_out_cost",
    "wrong_answer",
    "change_answer",
    "compare_options",
    "frustrated",
    "tell_more",
    "why",
    "repeat",
)
"""What a question about the money just shown is often taken for. Any other act is what it is."""
MOST_WORDS = 14
"""Longer messages stand by themselves."""


def means_the_money(text: str, intent: Intent, before: Topic, today: date) -> bool:
    """Whether a message is about the money spoken of before. today: in London."""
    if intent.name not in GIVES_WAY or len(text.split()) > MOST_WORDS:
        return False
    return follow_up(text, today, before) is not None
