"""Contrast as WCAG counts it, and what council.yml refuses for want of it."""

from pathlib import Path

import pytest

from common.contrast import contrast
from common.settings import Settings, SettingsError

COUNCIL_FILE = Path(__file__).parents[2] / "council.yml"


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#FFFFFF", "#ffffff", 1.0),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
        ("#ffffff", "#0000ff", 8.59),
    ],
)
def test_the_ratios_that_are_known(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('colour: "#1d4f91"', 'colour: "#ffcc00"', "contrast with white letters and light backgrounds is 1.4"),
        ('colour: "#1d4f91"', 'colour: "#777777"', "choose a darker colour"),
        ('colour: "#1d4f91"', "colour: blue", "widget.colour"),
        ("origins: []", "origins: [https://www.example.org/care]", "widget.origins"),
        ("origins: []", "origins: [http://www.example.org]", "widget.origins"),
        ("origins: []", "origins: ['*']", "widget.origins"),
        ("origins: []", "origins: ['https://a.example; script-src *']", "widget.origins"),
        ("position: right", "position: top", "widget.position"),
    ],
)
def test_what_council_yml_refuses(tmp_path: Path, before: str, after: str, said: str) -> None:
    text = COUNCIL_FILE.read_text()
    assert before in text
    file = tmp_path / "council.yml"
    file.write_text(text.replace(before, after))
    with pytest.raises(SettingsError) as refused:
        Settings.load(file)
    assert said in str(refused.value)
