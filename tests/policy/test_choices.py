"""What counts as an answer to a question with options, and what must not be swallowed by one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.flow import Option
from language.choices import Match, find_option, leading_option, match_option, match_place

TOLD = (
    Option("yes", "Yes"),
    Option("no", "No"),
    Option("not_sure", "Not sure"),
    Option("help", "Help me ask"),
)
MONEY = (
    Option("nhs", "NHS money", ("the hospital pays", "continuing healthcare")),
    Option("council", "Council money", ("social services", "social care")),
    Option("both", "Both"),
    Option("none", "None of these"),
)
HOLD = (
    Option("notional", "The NHS keeps it", ("managed for me",)),
    Option("third_party", "An organisation holds it for me", ("third party",)),
    Option("direct", "It is paid to me", ("direct payment", "cash")),
)
WHO = (
    Option("self", "Me", ("myself",)),
    Option("child", "My child", ("my son", "my daughter")),
    Option("parent", "My mum or dad"),
)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        *(
            (text, "yes")
            for text in (
                "yes",
                "Yes.",
                "YES!!",
                "y",
                "yeah",
                "yep",
                "yup",
                "yesss",
                "yeahhh",
                "yes please",
                "i think so",
            )
        ),
        *(
            (text, "yes")
            for text in (
                "ok",
                "aye",
                "sure thing",
                "I do",
                "she has",
                "they did",
                "yse",
                "probably",
                "yes thanks",
                "👍",
            )
        ),
        *(
            (text, "yes")
            for text in (
                "yes we have a letter",
                "yeah they told us last week",
                "um yes",
                "Yes I think so",
                "definetly",
            )
        ),
        *(
            (text, "no")
            for text in (
                "no",
                "nope",
                "nah",
                "not really",
                "no thanks",
                "I don't think so",
                "not yet",
                "nooo",
                "n",
            )
        ),
        *(
            (text, "no")
            for text in (
                "I haven't",
                "she doesnt",
                "no not yet",
                "no one has",
                "no she hasnt told me",
                "👎",
                "noo",
                "don’t",
            )
        ),
        *(
            (text, "not_sure")
            for text in (
                "dunno",
                "i dunno",
                "idk",
                "Don't know",
                "i don’t know",
                "no idea",
                "maybe",
                "not sure",
            )
        ),
        *(
            (text, "help")
            for text in (
                "4",
                "four",
                "the fourth one",
                "last one",
                "the last",
                "option 4",
                "D",
                "Help me ask",
                "help me ask pls",
            )
        ),
        *(
            (text, "no")
            for text in (
                "2",
                "2.",
                "(2)",
                "#2",
                "two",
                "2 please",
                "the second one",
                "second",
                "2nd",
                "number 2",
                "no. 2",
                "B",
            )
        ),
        *(
            (text, "yes")
            for text in (
                "1",
                "first",
                "the first one please",
                "A",
                "option 1",
                "Option one",
                "1️⃣",
            )
        ),
    ],
)
def test_yes_no_and_places(text: str, key: str) -> None:
    assert match_option(text, TOLD) == key


@pytest.mark.parametrize(
    ("text", "options", "key"),
    [
        ("nhs", MONEY, "nhs"),
        ("NHS money", MONEY, "nhs"),
        ("its the council", MONEY, "council"),
        ("council mony", MONEY, "council"),
        ("from social services", MONEY, "council"),
        ("its continuing healthcare i think", MONEY, "nhs"),
        ("both", MONEY, "both"),
        ("both of them", MONEY, "both"),
        ("all of the above", MONEY, "both"),
        ("none of these", MONEY, "none"),
        ("neither", MONEY, "none"),
        ("something else", MONEY, "none"),
        ("I'll go with the third one", MONEY, "both"),
        ("last one", MONEY, "none"),
        ("a direct payment please", HOLD, "direct"),
        ("direct paymnt", HOLD, "direct"),
        ("third party", HOLD, "third_party"),
        ("an organisation", HOLD, "third_party"),
        ("C", HOLD, "direct"),
        ("me", WHO, "self"),
        ("its for my son", WHO, "child"),
        ("my dad", WHO, "parent"),
        ("mum", WHO, "parent"),
    ],
)
def test_labels_and_accepted_phrases(text: str, options: tuple[Option, ...], key: str) -> None:
    assert match_option(text, options) == key


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("", TOLD),
        ("?!", TOLD),
        ("5", TOLD),
        ("12", TOLD),
        ("1 or 2", TOLD),
        ("not 2", TOLD),
        ("both", TOLD),
        ("whats indicative", TOLD),
        ("yes but what does indicative mean", TOLD),
        ("no but can i ask something", TOLD),
        ("how much have i got left", TOLD),
        ("stop", TOLD),
        ("thanks", TOLD),
        ("hello", TOLD),
        ("can i talk to someone", TOLD),
        ("money", MONEY),
        ("not the council", MONEY),
        ("is it the council?", MONEY),
        ("yes", MONEY),
        ("nhs or council", MONEY),
        (
            "my mum is looking after my son and she wants to know about carers and holidays and so on",
            WHO,
        ),
    ],
)
def test_what_is_no_answer(text: str, options: tuple[Option, ...]) -> None:
    assert match_option(text, options) is None


def test_an_exact_label_is_told_from_a_near_miss() -> None:
    exact, near = (
        find_option("council money", MONEY),
        find_option("councill mony", MONEY),
    )
    assert (exact, near) == (Match("council", exact=True), Match("council", exact=False))


def test_a_label_wins_over_a_common_phrase() -> None:
    options = (Option("later", "Not now"), Option("yes", "Yes"), Option("no", "No"))
    assert match_option("not now", options) == "later"


def test_a_label_that_is_a_number_wins_over_the_place() -> None:
    options = (Option("two", "2"), Option("one", "1"))
    assert match_option("2", options) == "two"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("yes but what does indicative mean", "yes"),
        ("not sure, what is it?", "not_sure"),
        ("no why", "no"),
        ("what is it", None),
        ("yes", None),
        ("", None),
    ],
)
def test_an_option_before_a_question(text: str, key: str | None) -> None:
    assert leading_option(text, TOLD) == key


@given(st.text(max_size=300))
def test_any_text_gives_a_known_key_or_none(text: str) -> None:
    assert match_option(text, TOLD) in {"yes", "no", "not_sure", "help", None}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("1", 0),
        ("2 please", 1),
        ("the last one", 2),
        ("How to ask", 0),
        ("how to ask!", 0),
        ("a person", 2),
        ("4", None),
        ("ask", None),
        ("yes", None),
        ("", None),
        ("how do i ask", None),
    ],
)
def test_a_choice_taken_by_number_place_or_label(text: str, place: int | None) -> None:
    assert match_place(text, ["How to ask", "What it would cost", "A person"]) == place


def test_no_choices_no_place() -> None:
    assert match_place("last", []) is None


@pytest.mark.parametrize(("text", "key"), [("england", None), ("outside england", "elsewhere"), ("wales", "wales")])
def test_a_word_is_no_part_of_a_label_that_turns_it_round(text: str, key: str | None) -> None:
    options = (Option("elsewhere", "Someone outside England", ("not in england",)), Option("wales", "Someone in Wales"))
    assert match_option(text, options) == key
