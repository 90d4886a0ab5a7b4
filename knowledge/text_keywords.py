"""Words that mean something by text when they are the whole message. The safety gate has read it before."""

import re
from typing import Literal

Keyword = Literal["stop", "start", "help", "more", "back", "menu", "human", "private", "shared"]

_WORDS: dict[Keyword, tuple[str, ...]] = {
    "stop": ("stop", "stop all", "stopall", "unsubscribe", "opt out", "optout", "stop texts", "stop texting"),
    "start": ("start", "unstop", "opt in", "optin"),
    "help": ("help", "info"),
    "more": ("more",),
    "back": ("back",),
    "menu": ("menu",),
    "human": ("human",),
    "private": ("private",),
    "shared": ("shared",),
}
_OF_TWILIO = ("cancel", "end", "quit", "revoke")
"""Twilio itself stops all texts after these, so we must too. Elsewhere they belong to the conversation."""

_SAYS: dict[Keyword, str] = {
    "more": "tell me more",
    "back": "go back",
    "menu": "what can you help with",
    "human": "can i talk to a person",
}
"""What a keyword says in the words of a conversation."""


def keyword(text: str, provider: str = "") -> Keyword | None:
    """The keyword that a whole message is, in any case and with any marks around it; None for anything else."""
    said = " ".join(re.sub(r"[^\w\s]", " ", text.casefold()).split())
    if provider == "twilio" and said in _OF_TWILIO:
        return "stop"
    return next((word for word, forms in _WORDS.items() if said in forms), None)


def in_words(word: Keyword) -> str | None:
    """What the assistant reads in the place of a keyword; None for those that are about texting itself."""
    return _SAYS.get(word)
