"""Dates in words, and with slips."""

import pytest

from language.date_words import with_figures


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("born 3rd of march fifty six", "born 3rd of march 56"),
        ("third of march nineteen fifty-six", "3 of march 1956"),
        ("the twenty first of june nineteen forty", "the 21 of june 1940"),
        ("march the third nineteen fifty six", "march the 3 1956"),
        ("thirtieth of september 1961", "30 of september 1961"),
        ("five may two thousand and five", "5 may 2005"),
        ("first of may nineteen oh eight", "1 of may 1908"),
        ("3rd marhc 1956", "3rd march 1956"),
        ("12 septmber 1940", "12 september 1940"),
        ("i may need help at fifty six", "i may need help at 56"),
        ("a football match on the 3rd", "a football match on the 3rd"),
        ("how much for two hours", "how much for two hours"),
        ("my second PA started", "my second PA started"),
    ],
)
def test_in_figures(text: str, figures: str) -> None:
    assert with_figures(text) == figures
