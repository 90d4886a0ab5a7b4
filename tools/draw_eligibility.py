"""Draws the decision table of the eligibility check: writes docs/councils/eligibility.svg and eligibility.md beside it.

    .venv/bin/python tools/draw_eligibility.py

Run it after a change in knowledge/eligibility. A test fails while the two files are not what it would write.
"""

import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from knowledge.eligibility import EligibilityFlow  # noqa: E402
from knowledge.eligibility_table import NOT_SURE, SKIP, Case, Condition, DecisionTable, Question, Route  # noqa: E402

TABLE = EligibilityFlow.load(ROOT / "knowledge/eligibility").check
FOLDER = ROOT / "docs/councils"
COMMAND = ".venv/bin/python tools/draw_eligibility.py"
LANES = (
    ("For an adult", ("me", "adult", NOT_SURE, SKIP)),
    ("For a child or young person", ("child",)),
    ("In private, or outside England", ("private", "elsewhere")),
)
MARKS = {"first": "●", "also": "○", "always": "·"}
LANE, GAP, PAD, LINE, LETTERS_LEFT, LETTERS_RIGHT, LETTERS_ALL = 450, 36, 14, 17, 24, 32, 60
SPLIT = 190


# --- What the table says


def steers(question: Question) -> bool:
    """Whether its answer matters for which questions come after it."""
    return any(question.id in {*each.asked_if, *each.unless} for each in TABLE.questions)


def paths(table: DecisionTable, index: int = 0, given: dict[str, str] | None = None) -> int:
    """How many ways there are through all the questions."""
    given = given or {}
    if index == len(table.questions):
        return 1
    question = table.questions[index]
    if not question.is_asked(given):
        return paths(table, index + 1, given)
    if not steers(question):
        return len(question.options) * paths(table, index + 1, given)
    return sum(paths(table, index + 1, {**given, question.id: option.key}) for option in question.options)


def asked_of(who: str) -> set[str]:
    """The questions that somebody may be asked who says so."""
    found: set[str] = set()

    def walk(index: int, given: dict[str, str]) -> None:
        if index == len(TABLE.questions):
            return
        question = TABLE.questions[index]
        if not question.is_asked(given):
            walk(index + 1, given)
            return
        found.add(question.id)
        keys = [option.key for option in question.options] if steers(question) else [SKIP]
        for key in [who] if index == 0 else keys:
            walk(index + 1, {**given, question.id: key})

    walk(0, {})
    return found


def label(question: str, option: str) -> str:
    """An option as people see it."""
    return next(each.label for each in TABLE.question(question).options if each.key == option)


def in_words(condition: Condition, joint: str) -> str:
    """A condition for a reader: the title of each question with the answers it names, in their order."""
    parts = []
    for key, wanted in condition.items():
        question = TABLE.question(key)
        labels = [option.label for option in question.options if option.key in wanted]
        parts.append(f"{question.title}: {' / '.join(labels)}")
    return joint.join(parts)


def leads_to(question: Question, option: str) -> Iterator[tuple[Route, Case, bool]]:
    """The cases for which this option is the last thing that has to be said, and whether more has to be said before."""
    order = [each.id for each in TABLE.questions]
    for route in TABLE.routes:
        for case in route.cases:
            if case.when and max(case.when, key=order.index) == question.id and option in case.when[question.id]:
                yield route, case, len(case.when) > 1


def signs(question: Question, option: str) -> list[str]:
    """Where an option leads, each as a line of a card."""
    return [f"{MARKS[case.worth]} {route.label}{'*' * more}" for route, case, more in leads_to(question, option)]


# --- The picture


@dataclass
class Drawing:
    """Parts of an SVG, from the top down in each lane."""

    parts: list[str] = field(default_factory=list)

    def box(self, x: int, y: int, width: int, height: int, style: str) -> None:
        self.parts.append(f'<rect class="{style}" x="{x}" y="{y}" width="{width}" height="{height}" rx="6"/>')

    def text(self, x: int, y: int, words: str, style: str) -> None:
        self.parts.append(f'<text class="{style}" x="{x}" y="{y}">{escape(words)}</text>')

    def arrow(self, x: int, y: int, to_x: int, to_y: int) -> None:
        middle = (y + to_y) // 2
        self.parts.append(f'<path class="arrow" marker-end="url(#head)" d="M{x} {y} V{middle} H{to_x} V{to_y - 6}"/>')


@dataclass
class Row:
    """A line of a card: what is said, and where it leads."""

    left: list[str]
    right: list[str]

    @property
    def height(self) -> int:
        return max(len(self.left), len(self.right), 1) * LINE + 5


@dataclass
class Card:
    """A question with its options, as it is drawn."""

    title: list[str]
    notes: list[str]
    rows: list[Row]

    @property
    def height(self) -> int:
        head = len(self.title) * (LINE + 3) + len(self.notes) * (LINE - 2)
        return PAD + head + 6 + sum(row.height for row in self.rows) + PAD - 6


def card_of(question: Question, who: tuple[str, ...]) -> Card:
    """The card of a question in a lane."""
    notes = []
    wanted_of = question.asked_if.get("who", frozenset(who))
    if not {*who} <= wanted_of:
        notes.append(f"Only for: {' / '.join(label('who', key) for key in who if key in wanted_of)}")
    needed = {key: wanted for key, wanted in question.asked_if.items() if key != "who"}
    if needed:
        notes += textwrap.wrap(f"Asked after {in_words(needed, '; ')}", LETTERS_ALL)
    lane = set.union(*map(asked_of, who))
    pointless = {key: wanted for key, wanted in question.unless.items() if key != "who" and key in lane}
    if pointless:
        notes += textwrap.wrap(f"Left out after {in_words(pointless, '; or ')}", LETTERS_ALL)
    rows = []
    for option in question.options:
        routes = signs(question, option.key)
        if routes or option.key not in (NOT_SURE, SKIP):
            right = [line for each in routes for line in textwrap.wrap(each, LETTERS_RIGHT, subsequent_indent="   ")]
            rows.append(Row(textwrap.wrap(option.label, LETTERS_LEFT), right))
    return Card(textwrap.wrap(question.title, LETTERS_ALL - 10), notes, rows)


def draw_card(drawing: Drawing, card: Card, x: int, y: int, width: int) -> None:
    """Draw a card with its upper left corner at a point."""
    drawing.box(x, y, width, card.height, "card")
    at = y + PAD + 6
    for line in card.title:
        drawing.text(x + PAD, at, line, "title")
        at += LINE + 3
    for line in card.notes:
        drawing.text(x + PAD, at - 3, line, "note")
        at += LINE - 2
    at += 4
    for row in card.rows:
        for number, line in enumerate(row.left):
            drawing.text(x + PAD, at + number * LINE, line, "option")
        for number, line in enumerate(row.right):
            drawing.text(x + SPLIT, at + number * LINE, line, "route")
        at += row.height


def svg() -> str:
    """The whole picture: one lane of cards for each kind of person, under the first question."""
    drawing, width = Drawing(), len(LANES) * LANE + (len(LANES) - 1) * GAP + 2 * PAD
    first = TABLE.questions[0]
    top = Card([first.title], ["Every question can be skipped, and has “not sure”."], [])
    top_x = (width - LANE) // 2
    draw_card(drawing, top, top_x, PAD, LANE)
    begin, bottom = PAD + top.height + 44, 0
    ends = []
    for number, (title, who) in enumerate(LANES):
        x, y = PAD + number * (LANE + GAP), begin
        middle = x + LANE // 2
        drawing.arrow(width // 2, PAD + top.height, middle, y)
        lane = Card([title], textwrap.wrap(" / ".join(label(first.id, key) for key in who), LETTERS_ALL), [])
        lane.rows += [
            Row(textwrap.wrap(label(first.id, key), LETTERS_LEFT), [sign]) for key in who for sign in signs(first, key)
        ]
        draw_card(drawing, lane, x, y, LANE)
        y += lane.height
        asked = set.union(*map(asked_of, who)) - {first.id}
        for question in TABLE.questions:
            if question.id in asked:
                drawing.arrow(middle, y, middle, y + 30)
                card = card_of(question, who)
                draw_card(drawing, card, x, y + 30, LANE)
                y += 30 + card.height
        ends.append((middle, y))
        bottom = max(bottom, y)
    result = Card(
        ["Routes to ask about, with reasons, who decides, how to ask and a letter. Never a yes, never a no."],
        [],
        [],
    )
    y = bottom + 44
    drawing.box(PAD, y, width - 2 * PAD, 96, "result")
    drawing.text(PAD + PAD, y + 26, result.title[0], "title")
    always = [route.label for route in TABLE.routes for case in route.cases if not case.when]
    drawing.text(PAD + PAD, y + 50, f"Always, in England: · {', '.join(always)}.", "option")
    marks = (
        "● worth asking about first,  ○ too,  · always worth knowing.  * An earlier answer counts too: see the table."
    )
    drawing.text(PAD + PAD, y + 74, marks, "option")
    for x, end in ends:
        drawing.arrow(x, end, x, y)
    return _document(drawing, width, y + 96 + PAD)


def _document(drawing: Drawing, width: int, height: int) -> str:
    style = (
        "text{font-family:Arial,Helvetica,sans-serif;fill:#0b0c0c}.title{font-size:16px;font-weight:700}"
        ".note{font-size:12px;font-style:italic;fill:#484949}.option{font-size:13px}"
        ".route{font-size:13px;fill:#1d4f91;font-weight:700}.card{fill:#fff;stroke:#1d4f91;stroke-width:1.5}"
        ".result{fill:#f3f5f8;stroke:#0b0c0c;stroke-width:1.5}.arrow{fill:none;stroke:#484949;stroke-width:1.5}"
    )
    head = (
        '<marker id="head" viewBox="0 0 8 8" refX="2" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
        '<path d="M0 0 L8 4 L0 8 z" fill="#484949"/></marker>'
    )
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="name what" '
            f'viewBox="0 0 {width} {height}" width="{width}" height="{height}">',
            '<title id="name">The eligibility check</title>',
            '<desc id="what">Questions from the top down, for adults, for children and for others, with the routes '
            "that answers lead to. The tables of eligibility.md say the same in words.</desc>",
            f"<style>{style}</style><defs>{head}</defs>",
            f'<rect width="{width}" height="{height}" fill="#fff"/>',
            *drawing.parts,
            "</svg>\n",
        ]
    )


# --- The same in words


PAGE = """\
# The eligibility check, on one page

What people are asked, and what their answers lead to. The picture is drawn from the data in `knowledge/eligibility/`.
So are the tables below it, which say the same in words. After a change there, renew both: `{command}`.

There are {questions} questions, of which nobody is asked more than {most}, and {routes} routes. Tests go through all
**{paths}** ways through: each leads to a route, none contradicts itself, none gives a verdict. Nobody is told that they
are eligible, or that they are not: a route is something worth asking about, and anyone may ask (F-eligibility-22,
F-safety-23). Nothing is asked about offences, scores or dying.

![The questions of the check from the top down, with the routes that answers lead to](eligibility.svg)

“Not sure” and “skip” are there in every question. They stand below only where they lead somewhere.

## Questions

| | question | options | asked after | left out after |
|---|---|---|---|---|
{question_lines}

## Routes

Of each route, the first line that holds counts. *First*: worth asking about first; *also*: too; *always*: worth
knowing. A route with a local scheme is said to be there only where `local_schemes` in `council.yml` switches it on
([running](running.md#councilyml)).

{route_lines}
"""


def markdown() -> str:
    """The page: how to read it, the picture, the questions and the routes as tables."""
    return PAGE.format(
        command=COMMAND,
        questions=len(TABLE.questions),
        most=TABLE.most({}),
        routes=len(TABLE.routes),
        paths=f"{paths(TABLE):,}",
        question_lines="\n".join(_question_line(number, each) for number, each in enumerate(TABLE.questions, 1)),
        route_lines="\n".join(line for route in TABLE.routes for line in _route_lines(route)).rstrip(),
    )


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def _question_line(number: int, question: Question) -> str:
    options = " / ".join(option.label for option in question.options if option.key not in (NOT_SURE, SKIP))
    cells = (question.title, options, in_words(question.asked_if, "; and "), in_words(question.unless, "; or "))
    return f"| {number} | {' | '.join(map(_cell, cells))} |"


def _route_lines(route: Route) -> Iterator[str]:
    yield f"### {route.label[0].upper()}{route.label[1:]}"
    yield ""
    said = [f"Decides: {route.decides}."]
    said += [f"Letter: {TABLE.letters[route.letter].title}."] if route.letter else []
    said += [f"Local scheme: {route.scheme}."] if route.scheme else []
    said += ["No other route is shown beside it."] if route.alone else []
    yield " ".join(said)
    yield ""
    yield "| answers | worth | reason given | facts |"
    yield "|---|---|---|---|"
    for case in route.cases:
        when = in_words(case.when, "; and ") or "any"
        reason = case.reason.plain.strip().removeprefix("- ").replace("**", "")
        yield f"| {_cell(when)} | {case.worth} | {_cell(reason)} | {', '.join(case.facts)} |"
    yield ""


def files() -> dict[Path, str]:
    """What the two files should hold."""
    return {FOLDER / "eligibility.svg": svg(), FOLDER / "eligibility.md": markdown()}


if __name__ == "__main__":
    for file, text in files().items():
        file.write_text(text, encoding="utf-8")
        print(file.relative_to(ROOT))
