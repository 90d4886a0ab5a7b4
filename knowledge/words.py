"""From what somebody typed to a safe full-text query."""

import re

# Words that say nothing about the subject. Those that do in this field ("who", "much", "own") are kept.
_STOP_WORDS = """
    a about am an and any are as at be been but by can could did do does for from get got had has
    have he her him his how i if im in into is it its ive just like me my of on or our please she
    should so some that the their them then there they this to u up us was we were what when where
    which will with would you your
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())


def search_words(text: str) -> list[str]:
    """The words of a text that are worth looking for, in lower case, each once, at most 40."""
    words = dict.fromkeys(re.findall(r"\w+", text.lower()))
    return [word for word in words if word not in STOP_WORDS][:40]


def match_any(words: list[str]) -> str:
    """The FTS5 query for any of some words of `search_words`. Each is quoted, so that none is read as an operator."""
    return " OR ".join(f'"{word}"' for word in words)


_MEANS_THE_SAME = {
    "whats": "what is",
    "whos": "who is",
    "phb": "personal health budget",
    "phbs": "personal health budgets",
}
_SAYS_NOTHING = frozenset({"a", "an", "the", "my", "our", "please", "so", "and", "hi", "hello"})


def question_key(text: str) -> str:
    """The form in which two questions count as the same: no capitals, punctuation, articles or shortened words."""
    words = re.findall(r"\w+", text.lower().replace("'", "").replace("\u2019", ""))
    spelled_out = " ".join(_MEANS_THE_SAME.get(word, word) for word in words)
    return " ".join(word for word in spelled_out.split() if word not in _SAYS_NOTHING)


_PAST = re.compile(
    r"\b(?:19\d\d|20[01]\d|histor\w+|(?:in|from|of) the past|used to|back then|years ago|old days|pilots?|seeds?"
    r"|originally|originate\w*|come from|came from|began|begin|started out|went wrong with|what happened to)\b",
    re.IGNORECASE,
)


def speaks_of_the_past(text: str) -> bool:
    """Whether a question asks how things were: it names a year before 2020, or history, a pilot, how it began."""
    return bool(_PAST.search(text))


# How people say that they mean their budget: paying, buying, the money itself, being allowed.
_SPENDING = re.compile(
    r"""\b(?: spend\w* | spent | buy\w* | bought | pay\w* | paid | fund\w* | cover(?:s|ed)? | budget\w* | phbs? | dp
    | direct\ payments? | money | allowed | afford | reimburs\w* | purchas\w* | procure\w* | expens\w* | claim | cash
    | stretch | plan | (?:can|could|may|cn|cud|shall)\ (?:\w+\ ){1,3}(?:get|have|use) | let\ (?:me|us|him|her)\ have
    | (?:what|how)\ about | with\ it | wiv\ it | on\ it | use\ it )\b""",
    re.IGNORECASE | re.VERBOSE,
)


def speaks_of_spending(text: str) -> bool:
    """Whether a question may be about spending a budget. "My fridge is broken" names a thing and is not."""
    return bool(_SPENDING.search(text))
