"""What "My plan so far" says, as read from knowledge/plan/words.yml."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from common.replies import Words
from knowledge.fields import Fields
from knowledge.flow_words import Saying, check_file, keys_of, problem, read_sayings, value_at
from knowledge.located import Document, read_yaml

CHILDREN = "children"
"""Among those to ring: the council's children's services, by the number in council.yml."""


@dataclass(frozen=True)
class PlanWords:
    """All of it. Texts of the page are in the usual and in simple words, by section and key.

    look_again_days: days until people are told to look again; private_routes: shown only to who asks for them;
    ring_by_route: pairs of a helpline and the routes that it helps with.
    """

    page: Mapping[str, Words]
    sections: Mapping[str, Mapping[str, Words]]
    sayings: Mapping[str, Saying]
    labels: Mapping[str, str]
    look_again_days: int
    private_routes: frozenset[str]
    letters_by_step: Mapping[str, tuple[str, ...]]
    ring_always: tuple[str, ...]
    ring_by_route: tuple[tuple[str, frozenset[str]], ...]


def load_plan_words(folder: Path) -> PlanWords:
    """Read knowledge/plan/words.yml. Raises ContentError (file, line, problem, mend)."""
    document = read_yaml(folder / "words.yml")
    check_file(document)
    whole = Fields(document)
    keys_of(document, "letters_by_step")
    by_step = Fields(document, ("letters_by_step",))
    by_route = [Fields(document, ("ring_by_route", index)) for index in range(len(whole.items("ring_by_route")))]
    return PlanWords(
        page={key: _pair(document, "page", key) for key in keys_of(document, "page")},
        sections={key: _section(document, key) for key in keys_of(document, "sections")},
        sayings=read_sayings(document, "sayings"),
        labels={key: Fields(document, ("labels",)).text(key) for key in keys_of(document, "labels")},
        look_again_days=_days(document),
        private_routes=frozenset(whole.texts("private_routes")),
        letters_by_step={key: by_step.texts(key) for key in keys_of(document, "letters_by_step")},
        ring_always=whole.texts("ring_always"),
        ring_by_route=tuple((each.text("key"), frozenset(each.texts("routes"))) for each in by_route),
    )


def _section(document: Document, key: str) -> dict[str, Words]:
    """The texts of a section; those of a mapping inside it, such as a table, by `outer_inner`."""
    found: dict[str, Words] = {}
    for name in keys_of(document, "sections", key):
        if value_at(document, "sections", key, name, "plain") is not None:
            found[name] = _pair(document, "sections", key, name)
            continue
        for inner in keys_of(document, "sections", key, name):
            found[f"{name}_{inner}"] = _pair(document, "sections", key, name, inner)
    return found


def _pair(document: Document, *place: str) -> Words:
    read = Fields(document, place)
    return Words(plain=read.text("plain"), simple=read.text("simple"))


def _days(document: Document) -> int:
    days = value_at(document, "look_again_days")
    if not isinstance(days, int) or isinstance(days, bool) or days < 1:
        raise problem(document, ("look_again_days",), f"`look_again_days` is {days!r}", "Give a whole number of days")
    return days
