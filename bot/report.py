"""`./navigator content report`: everything the assistant can say, as a page to print and as a PDF file.

The PDF is tagged and says its language (PDF/UA-1), so that a screen reader reads it in order.
"""

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from bot.channels.markup import british_date
from bot.channels.pages import PAGES, Pages
from bot.typesetting import blocks, set_pdf
from common.settings import Settings
from knowledge.report import Report


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
    target.write_bytes(set_pdf("report.typ", "report", data))


def _as_data(part: dict[str, Any]) -> dict[str, Any]:
    for entry in part["entries"]:
        entry["words"] = [[label, blocks(text)] for label, text in entry["words"]]
    return part
