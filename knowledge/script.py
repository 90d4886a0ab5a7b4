"""What an adviser reads on a script card, as blocks: what to say, listen for, never promise, and know. Pure.

Adviser texts (the register `adviser`) are written as plain lines: `Say: "..."`, `Listen for: ...`. Nothing of a text is
lost or reworded here: label and text of all blocks together are the text, but for what only shapes it.
"""

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["say", "listen", "if_they_say", "dont", "know"]
HEADINGS: dict[Kind, str] = {
    "say": "Say this",
    "listen": "Listen for",
    "if_they_say": "If they say",
    "dont": "Don't promise",
    "know": "For you",
}
"""What each kind is called where the text itself has no label."""

_LABELS: tuple[tuple[Kind, str], ...] = (
    ("say", r"Say|Ask again|Ask|Read out"),
    ("listen", r"Listen for"),
    ("dont", r"Don't promise|Don't|Never"),
    ("know", r"Know|Who decides|Who to ring|Why|Give|Note|Offer"),
)
_LABELLED = tuple((kind, re.compile(rf"(\*\*)?({names}):(\*\*)? ?")) for kind, names in _LABELS)
# These open a block without a colon too: "**Listen for** who would ...", "Don't promise any figure."
_OPENING = (
    ("listen", re.compile(r"(\*\*)?(Listen for)(\*\*)? ")),
    ("dont", re.compile(r"(\*\*)?(Don't promise)(\*\*)? ")),
    ("dont", re.compile(r"(\*\*)?(Don't|Never|Do not)(\*\*)? ")),
    (
        "if_they_say",
        re.compile(r"(\*\*)?(If they say|If asked|If they ask|If)(\*\*)? (?=(the person |they |asked|\"))"),
    ),
)
_SENTENCE_END = re.compile(r"[.!?][\"'”)*]* +(?=\S)|\" +(?=[A-Z*])")


@dataclass(frozen=True)
class ScriptLine:
    """One block. `label`: as it was written, empty where there is none; `text` may hold `**bold**` and lines."""

    kind: Kind
    label: str
    text: str

    @property
    def heading(self) -> str:
        """What stands above it."""
        if self.kind == "if_they_say" and not self.text.startswith('"'):
            return self.label
        return self.label if self.label and self.kind != "if_they_say" else HEADINGS[self.kind]


def parse(text: str) -> tuple[ScriptLine, ...]:
    """The blocks of an adviser text, in its order. An empty text has none."""
    found: list[ScriptLine] = []
    for paragraph in text.strip().splitlines():
        for piece in _pieces(paragraph.strip()):
            line = _line(piece)
            last = found[-1] if found else None
            if last is not None and not line.label and line.kind == "know" and _goes_on(last, piece):
                found[-1] = ScriptLine(last.kind, last.label, f"{last.text}\n{line.text}".strip())
            else:
                found.append(line)
    return tuple(found)


def as_text(lines: tuple[ScriptLine, ...]) -> str:
    """The words of blocks again, without marks of bold and of labels, on one line: for tests that nothing is lost."""
    return bare(" ".join(f"{line.label} {line.text}" for line in lines))


def bare(text: str) -> str:
    """A text without what only shapes it: `**`, a colon after a label, and runs of spaces."""
    return " ".join(re.sub(r":(?=\s|$)", "", text.replace("**", "")).split())


def _pieces(paragraph: str) -> list[str]:
    """A line, cut before each sentence that opens another block. What stands in quotation marks is never cut."""
    cuts = [0]
    for match in _SENTENCE_END.finditer(paragraph):
        start = match.end()
        in_quotes = paragraph[:start].count('"') % 2 == 1
        after_quote = paragraph[: match.start() + 2].rstrip().endswith('"') and paragraph[cuts[-1] :][:1] != "-"
        opens = _opens(paragraph[start:]) is not None
        if not in_quotes and (opens or (after_quote and _is_said(paragraph[cuts[-1] :]))):
            cuts.append(start)
    return [paragraph[start:end].strip() for start, end in zip(cuts, [*cuts[1:], None], strict=True)]


def _is_said(piece: str) -> bool:
    opened = _opens(piece)
    return opened is not None and opened[0] == "say" and piece[opened[2] :].lstrip("*").startswith('"')


def _line(piece: str) -> ScriptLine:
    opened = _opens(piece)
    if opened is None:
        return ScriptLine("know", "", piece)
    kind, label, end = opened
    return ScriptLine(kind, label, piece[end:].strip())


def _opens(piece: str) -> tuple[Kind, str, int] | None:
    """The kind and label that a piece begins with, and where its text begins."""
    for kind, pattern in (*_LABELLED, *_OPENING):
        match = pattern.match(piece)
        if match:
            return kind, match[2], match.end()  # type: ignore[return-value]
    return None


def _goes_on(last: ScriptLine, piece: str) -> bool:
    """Whether an unlabelled piece belongs to the block before it: a list goes on, or a block has nothing yet."""
    return not last.text or piece.startswith("- ") or (last.kind == "know" and not last.label)
