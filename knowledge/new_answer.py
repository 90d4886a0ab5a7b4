"""The file of an answer that is still to be written: as docs/editing-content.md has it, with the words left open."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import yaml

_REVIEW_AFTER = timedelta(days=182)
_NOT_OF_AN_ID = re.compile(r"[^a-z0-9]+")
_SMALL = "a an and are can could do does for how i in is it me my of on or should the to we what will you"
_SMALL_WORDS = frozenset(_SMALL.split())
_LONGEST_ID = 40
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True)
class Near:
    """An answer that is there already and is near to the question."""

    id: str
    title: str
    topic: str
    plain: str
    facts: tuple[str, ...] = ()


def suggested_id(question: str) -> str:
    """A file name from the words of a question that matter; what was masked is left out."""
    bare = re.sub(r"\[[^\]]*\]", " ", question.lower()).replace("'", "").replace("’", "")
    words = [word for word in _NOT_OF_AN_ID.sub(" ", bare).split() if word not in _SMALL_WORDS]
    id = ""
    for word in words:
        if len(id) + len(word) >= _LONGEST_ID:
            break
        id = f"{id}-{word}" if id else word
    return id or "new-answer"


def new_answer_file(question: str, near: Sequence[Near], on: date) -> str:
    """YAML for knowledge/answers/<topic>/<id>.yml: a draft, so that nobody is shown it before it is finished.

    `question`: as somebody asked it, masked. near: the nearest answers, best first.
    """
    known = "".join(f"#   {each.id}: {each.title}\n" for each in near)
    facts = "".join(f"#   {fact}\n" for each in near[:2] for fact in each.facts)
    return (
        "# How to fill this in: docs/editing-content.md. `./navigator check` says what is still missing.\n"
        + (f"# Near to it already:\n{known}" if known else "")
        + (f"# Facts that those rest on (knowledge/facts.yml):\n{facts}" if facts else "")
        + _value("title", "")
        + "# At least 8 ways in which people really ask it. Take out whatever names somebody.\n"
        + f"questions:\n- {_quoted(' '.join(question.split()))}\n"
        + "# At most 90 words, reading age 9. The first sentence answers.\n"
        + _value("plain", "")
        + "# At most 306 characters.\n"
        + _value("sms", "")
        + "# One idea a line.\n"
        + _value("simple", "")
        + "# Say, Know, Listen for, Don't promise.\n"
        + _value("adviser", "")
        + "next:\n"
        + "".join(f"- {each.id}\n" for each in near[:3])
        + "# nhs, council or both: whose rules these are\nfunder: both\n"
        + "# Ids of facts that it rests on, and keys of sources.yml.\nfacts: []\nsources: []\n"
        + "nations:\n- england\n"
        + f"reviewed_on: {on.isoformat()}\nreview_by: {(on + _REVIEW_AFTER).isoformat()}\nowner: content team\n"
        + "# Take this line out when it is finished.\ndraft: true\n"
    )


def _value(name: str, text: str) -> str:
    return f"{name}: {_quoted(text)}\n"


def _quoted(text: str) -> str:
    """As YAML on one line, whatever somebody typed."""
    return yaml.safe_dump(text, default_style='"', allow_unicode=True, width=10_000).strip()
