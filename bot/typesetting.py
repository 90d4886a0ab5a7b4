"""PDF files by typst: tagged, with their language and title (PDF/UA-1), so that a screen reader reads them in order.

Whatever is put into one goes in as data (JSON), never as markup: a template can only show it.
"""

import json
import re
from importlib.resources import files
from typing import Any

import typst

from bot.channels.pages import PAGES

_BOLD = re.compile(r"\*\*(.+?)\*\*")


def set_pdf(template: str, key: str, data: Any) -> bytes:
    """The PDF of a template of bot/pages, which reads `data` as the input `key`. Raises typst.TypstError."""
    # Matplotlib, which Rasa needs, brings a plain font with the letters of most languages.
    fonts = files("matplotlib") / "mpl-data" / "fonts" / "ttf"
    return typst.compile(
        str(PAGES / template),
        root=str(PAGES),
        font_paths=[str(fonts)],
        ignore_system_fonts=True,
        sys_inputs={key: json.dumps(data, default=str)},
        pdf_standards=["ua-1"],
    )


def blocks(text: str) -> list[dict[str, Any]]:
    """The lines of a text. item: whether it is one of a list; runs: pairs of words and whether they are bold."""
    found = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        pieces = _BOLD.split(line.removeprefix("- "))
        runs = [[piece, bool(number % 2)] for number, piece in enumerate(pieces) if piece]
        found.append({"item": line.startswith("- "), "runs": runs})
    return found
