"""The page and the picture of the eligibility check are what the data says today."""

import runpy
import xml.etree.ElementTree as ElementTree
from typing import Any

import pytest

from bot.paths import ROOT
from tests.policy.eligibility_paths import CHECK, all_paths

RENEW = "renew it: .venv/bin/python tools/draw_eligibility.py"


@pytest.fixture(scope="module")
def drawn() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "tools/draw_eligibility.py"))


@pytest.mark.parametrize("name", ["eligibility.svg", "eligibility.md"])
def test_it_is_current(drawn: dict[str, Any], name: str) -> None:
    file = ROOT / "docs/councils" / name
    assert file.read_text(encoding="utf-8") == drawn["files"]()[file], RENEW


def test_the_number_of_paths_is_that_which_tests_go_through(drawn: dict[str, Any]) -> None:
    assert drawn["paths"](CHECK) == all_paths().count


def test_the_picture_shows_every_question_and_every_route_and_has_words_for_who_cannot_see_it() -> None:
    picture = ElementTree.parse(ROOT / "docs/councils/eligibility.svg").getroot()
    shown = " ".join(text for text in picture.itertext())
    squeezed = " ".join(shown.split())
    for question in CHECK.questions:
        assert question.title in squeezed
    for route in CHECK.routes:
        assert route.label.split()[0] in squeezed
    assert picture.get("role") == "img"
    table = (ROOT / "docs/councils/eligibility.md").read_text(encoding="utf-8")
    assert all(fact in table for route in CHECK.routes for case in route.cases for fact in case.facts)
