"""`./navigator content report`: everything the assistant can say, as a page to print and as a PDF file.

The PDF is tagged and says its language (PDF/UA-1), so that a screen reader reads it in order.
"""

import json
import re
from dataclasses import asdict
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst

from bot.channels.markup import british_date
from bot.channels.pages import PAGES, Pages
from common.settings import Settings
from knowledge.report import Report

_BOLD = re.compile(r"\*\*(.+?)\*\*")


def write_html(report: Report, settings: Settings, made_on: date, target: Path) -> None:
    """Write the report as one HTML file that needs no other."""
    style = (PAGES / "static" / "report.css").read_text(encoding="utf-8")
    html = Pages(settings).html("report.html", report=report, made_on=british_date(made_on.isoformat()), style=style)
    target.write_text(html, encoding="utf-8")


def write_pdf(report: Report, settings: Settings, made_on: date, target: Path) -> None:
    """Write the report as a PDF file. Raises typst.TypstError if it can't be set."""
    data = {
        "council": settings.council.name,
        "made_on": british_date(made_on.isoformat()),
        "version": report.version,
        "counts": [[name, str(count)] for name, count in sorted(report.counts.items())],
        "parts": [_as_data(asdict(part)) for part in report.parts],
    }
    # Matplotlib, which Rasa needs, brings a plain font with the letters of most languages.
    fonts = files("matplotlib") / "mpl-data" / "fonts" / "ttf"
    pdf = typst.compile(
        str(PAGES / "report.typ"),
        font_paths=[str(fonts)],
        ignore_system_fonts=True,
        sys_inputs={"report": json.dumps(data, default=str)},
        pdf_standards=["ua-1"],
    )
    target.write_bytes(pdf)


def _as_data(part: dict[str, Any]) -> dict[str, Any]:
    for entry in part["entries"]:
        entry["words"] = [[label, _blocks(text)] for label, text in entry["words"]]
    return part


def _blocks(text: str) -> list[dict[str, Any]]:
    """The lines of a text. item: whether it is one of a list; runs: pairs of words and whether they are bold."""
    blocks = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        pieces = _BOLD.split(line.removeprefix("- "))
        runs = [[piece, bool(number % 2)] for number, piece in enumerate(pieces) if piece]
        blocks.append({"item": line.startswith("- "), "runs": runs})
    return blocks
