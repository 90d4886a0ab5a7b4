"""Texts by rules alone: letters, parts, pages, keywords, numbers, quiet hours, what gives a topic away."""

import re
from datetime import UTC, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.services import KNOWLEDGE
from bot.paths import ROOT
from bot.texts.hours import not_before
from casework.texts.numbers import PhoneKeys
from common.phones import international, kind_of
from common.replies import Choice, Reply, Words
from common.settings import Settings
from knowledge.discreet import Discreet
from knowledge.gsm7 import folded, parts, strangers
from knowledge.text_keywords import in_words, keyword
from knowledge.texting import MORE, pages, sms_text, text_pages
from knowledge.wording import load_wording


@pytest.mark.parametrize(
    ("typed", "sent", "count"),
    [
        ("“Don’t” – she said…", '"Don\'t" - she said...', 1),
        ("Ŵyth ŷd ym Mhen-y-bont", "Wyth yd ym Mhen-y-bont", 1),
        ("Zażółć gęślą jaźń", "Zazolc gesla jazn", 1),
        ("£5 é à ñ ü Ä ß", "£5 é à ñ ü Ä ß", 1),
        ("non\u00a0breaking\u200b", "non breaking", 1),
        ("😀" * 35, "😀" * 35, 1),
        ("😀" * 36, "😀" * 36, 2),
        ("خطر؟ 999", "خطر؟ 999", 1),
        ("a" * 160, "a" * 160, 1),
        ("a" * 159 + "€", "a" * 159 + "€", 2),
        ("a" * 306, "a" * 306, 2),
    ],
)
def test_letters_are_folded_and_parts_counted(typed: str, sent: str, count: int) -> None:
    assert folded(typed) == sent
    assert parts(folded(typed)) == count


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="abc d. é€ŵ😀خ'’\n", max_size=900))
def test_pages_fit_and_lose_nothing(text: str) -> None:
    found = pages(text)
    assert all(parts(page) <= 2 for page in found)
    assert all(page.endswith(MORE) for page in found[:-1])
    whole = "".join(page.removesuffix(MORE) if page is not found[-1] else page for page in found)
    assert "".join(whole.split()) == "".join(folded(text).split())


@pytest.mark.parametrize("sentences", range(8, 30, 3))
def test_a_person_who_is_offered_first_stands_in_the_first_text(sentences: int) -> None:
    said = Words(plain="This is a sentence of some length. " * sentences)
    offer, other = Choice("Talk to a person", "talk_to_person"), Choice("Being checked", "ask_question")
    first, *rest = text_pages([Reply(words=said, choices=(offer, other))])
    assert "Reply 1 Talk to a person." in first
    assert rest[-1].endswith("Reply 2 Being checked")
    assert all(parts(each) <= 2 for each in (first, *rest))
    whole = " ".join((first, *rest))
    assert whole.count("some length.") == sentences
    assert all(each.endswith(MORE) for each in (first, *rest)[:-1])


@pytest.mark.parametrize("words", ["Which one?", "This is a sentence of some length. " * 8])
def test_choices_that_do_not_fit_come_with_more_and_keep_their_numbers(words: str) -> None:
    labels = [f"A way on with quite a long name, {letter}" for letter in "abcdefghijk"]
    found = pages(sms_text([Reply(Words(words), choices=tuple(Choice(label, "yes") for label in labels))]))
    assert len(found) > 1
    assert all(parts(each) <= 2 for each in found)
    for number, label in enumerate(labels, 1):
        assert sum(f"{number} {label}" in each for each in found) == 1  # whole, in one text
    assert all(re.match(r"\d+ |Reply 1 ", each) for each in found[1:])


def test_pages_end_with_a_sentence() -> None:
    first, second = pages("This is a sentence of some length. " * 12)
    assert first.endswith("length. Text MORE.")
    assert second.startswith("This is")


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("STOP", "stop"), ("Stop.", "stop"), (" stop all ", "stop"), ("unsubscribe", "stop"), ("START", "start"),
        ("Help!", "help"), ("HUMAN", "human"), ("more", "more"), ("Menu", "menu"), ("back", "back"),
        ("private", "private"), ("Shared", "shared"),
        ("help, he's hitting me", None), ("stop paying them", None), ("can i stop", None), ("human rights", None),
        ("cancel", None), ("end", None), ("", None), ("2", None), ("one more", None),
    ],
)  # fmt: skip
def test_keywords_are_the_whole_message(typed: str, word: str | None) -> None:
    assert keyword(typed) == word


def test_twilio_stops_after_more_words_than_we_do() -> None:
    assert [keyword(word, "twilio") for word in ("cancel", "END", "quit", "stop")] == ["stop"] * 4
    assert keyword("quit", "notify") is None
    assert in_words("stop") is None


@pytest.mark.parametrize(
    ("written", "whole", "kind"),
    [
        ("447700900123", "+447700900123", "mobile"),
        ("07700 900123", "+447700900123", "mobile"),
        ("+44 (0)7700 900123", "+447700900123", "mobile"),
        ("0044 7700 900123", "+447700900123", "mobile"),
        ("01632 960001", "+441632960001", "landline"),
        ("+447624123456", "+447624123456", "mobile"),  # the Isle of Man
        ("+447600123456", "+447600123456", "landline"),  # a pager
        ("+33612345678", "+33612345678", "abroad"),
        ("60777", None, "short"),
        ("EE", None, "name"),
        ("VM123", None, "name"),
        ("", None, "short"),
    ],
)
def test_numbers_have_one_form(written: str, whole: str | None, kind: str) -> None:
    assert (international(written), kind_of(written)) == (whole, kind)


def test_numbers_are_hidden_and_sealed_with_the_servers_key() -> None:
    keys, others = PhoneKeys(b"k" * 32), PhoneKeys(b"o" * 32)
    sealed = keys.seal("+447700900123")
    assert "7700900123" not in sealed + keys.hash("+447700900123")
    assert (keys.open(sealed), others.open(sealed)) == ("+447700900123", None)
    assert keys.hash("+447700900123") != others.hash("+447700900123")


@pytest.mark.parametrize(
    ("at", "then"),
    [
        ("2026-11-23T12:00", "2026-11-23T12:00"),
        ("2026-11-23T20:00", "2026-11-24T08:00"),
        ("2026-11-23T23:59", "2026-11-24T08:00"),
        ("2026-11-24T00:01", "2026-11-24T08:00"),
        ("2026-11-24T08:00", "2026-11-24T08:00"),
        ("2026-06-24T19:30", "2026-06-25T07:00"),  # summer time: 20:30 in London
        ("2026-10-24T22:00", "2026-10-25T08:00"),  # the night the clocks go back
    ],
)
def test_quiet_hours_are_those_of_london(at: str, then: str) -> None:
    found = not_before(datetime.fromisoformat(at).replace(tzinfo=UTC), time(20), time(8))
    assert found == datetime.fromisoformat(then).replace(tzinfo=UTC)


@pytest.mark.parametrize(("at", "waits"), [("12:59", False), ("13:00", True), ("13:59", True), ("14:00", False)])
def test_quiet_hours_within_a_day(at: str, waits: bool) -> None:
    moment = datetime.fromisoformat(f"2026-11-23T{at}").replace(tzinfo=UTC)
    assert (not_before(moment, time(13), time(14)) != moment) is waits


@pytest.mark.parametrize(
    "telling",
    ["flannel-mouse-utensil", "Your personal health budget", "2 budgets", "a direct payment", "£12", "50p an hour",
     "10%", "Code AB12-CD34", "your reference", "the NHS", "a carer", "Care plans", "continuing healthcare",
     "an assessment"],
)  # fmt: skip
def test_what_gives_a_topic_a_figure_or_a_reference_away(telling: str) -> None:
    assert Discreet.load(KNOWLEDGE).tells(telling)


def test_what_is_said_about_texting_gives_nothing_away_and_fits_in_one_part() -> None:
    council = Settings.load(ROOT / "council.yml")
    values = {
        "council": council.council.name, "short_name": council.council.short_name, "text_days": 7,
        "phone": council.contacts.adult_social_care_phone, "website": council.council.website,
        "reference": "NAV-7K3QX9",
    }  # fmt: skip
    wording, discreet = load_wording(KNOWLEDGE), Discreet.load(KNOWLEDGE)
    ids = [reply_id for reply_id in wording.replies if reply_id.startswith("text_")]
    ids.remove("text_reference")  # asked for, and nothing but that
    assert len(ids) == 10
    for reply_id in ids:
        said = wording.say(reply_id, **values).words.sms
        assert parts(said) == 1, reply_id
        assert not strangers(said)
        if reply_id == "text_reference":  # asked for from the web: it may name the reference, and nothing else
            said = said.replace("reference is NAV-7K3QX9", "")
        assert reply_id == "text_intro" or discreet.tells(said) is None, reply_id


def test_the_first_text_says_what_it_must() -> None:
    said = load_wording(KNOWLEDGE).replies["text_intro"].words.sms
    for needed in ("{short_name}", "automated", "cost", "{text_days}", "anyone else read", "Reply 1", "STOP"):
        assert needed in said
