"""Things that people ask to spend a budget on: the catalogue of knowledge/spending, by group.

Answers and the table are made from it in knowledge/spending_answers.py and knowledge/spending_table.py.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter
from typing import Any

from common.replies import Words
from knowledge.fields import Fields
from knowledge.located import ContentError, Document, Place, read_yaml
from knowledge.spending_items import CLOSINGS, NEVER, SPLIT, VERDICTS, Around, Catalogue, Group, Item, Rule

RULES_FILE, WORDS_FILE = "rules.yml", "words.yml"
_FILE_FIELDS = frozenset({"reviewed_on", "review_by", "owner"})
_FILLED_IN = frozenset({"name", "bare", "nhs", "council", "nhs_verdict", "council_verdict", "ask", "say", "know"})


def load_spending(folder: Path) -> Catalogue | None:
    """The catalogue of a knowledge folder; None when it has no folder `spending`. Raises ContentError."""
    files = sorted((folder / "spending").glob("*.yml"))
    if not files:
        return None
    rules = rules_from(_read(folder / "spending" / RULES_FILE))
    around = around_from(_read(folder / "spending" / WORDS_FILE))
    groups = tuple(group_from(_read(file), rules) for file in files if file.name not in {RULES_FILE, WORDS_FILE})
    return Catalogue(groups, rules, around)


def _read(file: Path) -> Document:
    """A file whose texts hold only placeholders that are filled in. Raises ContentError."""
    document = read_yaml(file)
    for place, text in _texts(document.data, ()):
        try:
            unknown = {name for _, name, _, _ in Formatter().parse(text) if name is not None} - _FILLED_IN
        except ValueError:
            unknown = {"an open bracket"}
        if unknown:
            mend = f"Use some of {', '.join(sorted(_FILLED_IN))}, or no curly brackets"
            raise ContentError(file, document.line(*place), f"nothing fills in {', '.join(sorted(unknown))}", mend)
    return document


def _texts(value: object, place: Place) -> Iterator[tuple[Place, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, (dict, list)):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _texts(inner, (*place, key))


def rules_from(document: Document) -> dict[str, Rule]:
    """The rules of a rules file. Raises ContentError."""
    rules = {}
    for key in document.data:
        if key in _FILE_FIELDS:
            continue
        read = Fields(document, (key,))
        rules[key] = Rule(
            key=key,
            words=_all_words(document, (key,), adviser=True),
            facts=read.texts("facts"),
            sources=read.texts("sources"),
            next=read.texts("next"),
            opening=_words(document, (key,), "opening"),
            instead=_words(document, (key,), "instead"),
            firm=read.flag("firm"),
        )
    return rules


def around_from(document: Document) -> Around:
    """The words of words.yml. Raises ContentError."""
    read = Fields(document)
    uses, table, questions = (Fields(document, (name,)) for name in ("uses", "table", "questions"))
    return Around(
        title=read.text("title"),
        openings={key: _all_words(document, ("openings", key)) for key in (*VERDICTS, NEVER, SPLIT)},
        uses={key: uses.text(key) for key in (*VERDICTS, NEVER)},
        closings={key: _all_words(document, ("closings", key)) for key in CLOSINGS},
        adviser=read.text("adviser"),
        table={key: table.text(key) for key in (*VERDICTS, NEVER)},
        asked=questions.texts("any"),
        asked_bought=questions.texts("bought"),
    )


def group_from(document: Document, rules: Mapping[str, Rule]) -> Group:
    """The things of one group's file. Raises ContentError, also for an unknown verdict or rule."""
    items = document.data.get("items")
    if not isinstance(items, dict):
        raise ContentError(document.file, document.line("items"), "there are no `items`", "List things below `items:`")
    return Group(
        key=document.file.stem,
        title=Fields(document).text("title"),
        document=document,
        items=tuple(_item(document, key, rules) for key in items),
    )


def _item(document: Document, key: str, rules: Mapping[str, Rule]) -> Item:
    place, whole = ("items", key), Fields(document)
    read = Fields(document, place)
    rule = read.text("rule")
    if rule not in rules:
        raise ContentError(
            document.file, document.line(*place, "rule"), f"there is no rule `{rule}`", f"Use a key of {RULES_FILE}"
        )
    nhs, council = _verdicts(document, place)
    instead = _words(document, place, "instead") or rules[rule].instead
    return Item(
        key=key,
        name=read.text("name"),
        also=read.texts("also", required=False),
        nhs=nhs,
        council=council,
        rule=rules[rule],
        note=_words(document, place, "note"),
        ask=read.text("ask"),
        instead=instead if "no" in (nhs, council) else None,
        facts=read.texts("facts", required=False),
        sources=read.texts("sources", required=False),
        next=read.texts("next", required=False),
        answer=read.text("answer", required=False),
        questions=read.texts("questions", required=False),
        bought=whole.flag("bought") or read.flag("bought"),
        reviewed_on=whole.day("reviewed_on"),
        review_by=whole.day("review_by"),
        owner=whole.text("owner"),
        place=place,
    )


def _value(document: Document, place: Place, name: str) -> Any:
    entry: Any = document.data
    for key in place:
        entry = entry[key]
    return entry.get(name) if isinstance(entry, dict) else None


def _verdicts(document: Document, place: Place) -> tuple[str, str]:
    """The verdicts for NHS and council money: one for both, or one each."""
    given = _value(document, place, "verdict")
    each = [given.get(funder) for funder in ("nhs", "council")] if isinstance(given, dict) else [given, given]
    # A bare `no` is the value false in YAML.
    nhs, council = ("no" if verdict is False else verdict for verdict in each)
    if nhs not in VERDICTS or council not in VERDICTS:
        mend = f"Give one of {', '.join(VERDICTS)}, or one each for `nhs` and `council`"
        raise ContentError(document.file, document.line(*place, "verdict"), "`verdict` is missing or unknown", mend)
    return nhs, council


def _all_words(document: Document, place: Place, adviser: bool = False) -> Words:
    """A wording that has to be written for each register on its own."""
    read = Fields(document, place)
    return Words(read.text("plain"), read.text("simple"), read.text("sms"), read.text("adviser", required=adviser))


def _words(document: Document, place: Place, name: str) -> Words | None:
    """A wording that is one text for all registers, or one for each. None when it is left out."""
    given = _value(document, place, name)
    if given is None:
        return None
    if isinstance(given, dict):
        read = Fields(document, (*place, name))
        return Words(
            plain=read.text("plain"), **{key: read.text(key, required=False) for key in ("simple", "sms", "adviser")}
        )
    return Words(plain=Fields(document, place).text(name))
