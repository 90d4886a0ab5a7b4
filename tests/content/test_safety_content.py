"""The words people read in a crisis, in each register, with and without a council's numbers."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from common.replies import Words
from knowledge.check import known_words
from knowledge.check_words import check_public, check_sms
from knowledge.gsm7 import parts
from knowledge.helplines import Helplines
from knowledge.house_style import check_style
from knowledge.located import ContentError
from knowledge.safety import (
    SafetyWording,
    cannot_speak_reply,
    in_their_language,
    known_languages,
    safety_reply,
    told_words,
)
from knowledge.safety.languages import OwnLanguages
from knowledge.texting import sms_text
from knowledge.wording import load_wording
from language.safety import RiskKind

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"
FACTS = yaml.safe_load((KNOWLEDGE / "facts.yml").read_text(encoding="utf-8"))
ALL_SET = {
    "adult_safeguarding_phone": "01632 960002",
    "emergency_duty_phone": "01632 960003",
    "children_phone": "01632 960004",
    "icb_phb_phone": "0808 157 0001",
}
NONE_SET = dict.fromkeys(ALL_SET, "")
ABOUT = ("self", "other", "child", "unknown")
EVERY_REPLY = [
    pytest.param(kind.value, about, contacts, id=f"{kind.value}-{about}-{'numbers' if contacts is ALL_SET else 'none'}")
    for kind in RiskKind
    for about in ABOUT
    for contacts in (ALL_SET, NONE_SET)
]
PUBLIC = ("plain", "simple", "sms")
ALWAYS = {"999", "111", "116 123", "85258", "101"}
PROMISES = re.compile(
    r"we('ll| will| are going to) (ring|call|phone|contact|text|come|send|help|keep|look)"
    r"|(someone|somebody|an adviser|they)('ll| will) (ring|call|phone|contact|visit|come|be in touch)"
    r"|you('re| are) safe|you will be (safe|fine|ok)|help is on|(will|'ll) be (all right|alright|okay|fine)|don't worry"
    r"|i('ll| will) (tell|pass|send|call|ring|stay)|watching over"
)
"""What no words about safety may say: nobody is told, sent or watching, and nobody knows that a person is safe."""
NUMBER = re.compile(r"\b[0-9][0-9 ]{1,12}[0-9]\b")


@pytest.mark.parametrize(("kind", "about", "contacts"), EVERY_REPLY)
def test_999_stands_in_the_first_line(kind: str, about: str, contacts: dict[str, str]) -> None:
    words = safety_reply(kind, about, contacts).words
    assert "999" in words.plain.splitlines()[0]
    assert "999" in words.simple.splitlines()[0]
    assert "999" in words.sms[:60]
    assert "999" in words.adviser


@pytest.mark.parametrize(("kind", "about", "contacts"), EVERY_REPLY)
def test_it_says_that_nobody_is_watching(kind: str, about: str, contacts: dict[str, str]) -> None:
    words = safety_reply(kind, about, contacts).words
    assert "Nobody is watching this chat." in words.plain
    assert "Nobody is watching this chat." in words.simple
    assert "nobody is watching" in words.sms
    assert "automated" in words.plain
    assert "automated" in words.sms


@pytest.mark.parametrize(("kind", "about", "contacts"), EVERY_REPLY)
def test_the_words_pass_the_checks_of_length_reading_age_and_voice(
    kind: str, about: str, contacts: dict[str, str]
) -> None:
    words = safety_reply(kind, about, contacts).words
    assert list(check_public(words.plain, "plain", known_words(KNOWLEDGE))) == []
    assert list(check_sms(words.sms)) == []
    for register in PUBLIC:
        assert list(check_style(getattr(words, register), register)) == []


@pytest.mark.parametrize(("kind", "about", "contacts"), EVERY_REPLY)
def test_it_asks_nothing_promises_nothing_and_claims_nothing(kind: str, about: str, contacts: dict[str, str]) -> None:
    words = safety_reply(kind, about, contacts).words
    for register in PUBLIC:
        text = getattr(words, register).lower()
        assert not re.search(r"tell (me|us) (more|what|who|about)|what happened|how will you|who is|why do you", text)
        assert not re.search(r"secret|confidential|between us|private", text)
        assert not re.search(
            r"i have told|we have told|i've told|passed (it|this) on|someone will (call|contact)", text
        )
        assert not PROMISES.search(text)


@pytest.mark.parametrize(("kind", "about", "contacts"), EVERY_REPLY)
def test_every_number_is_one_that_may_always_be_shown_or_the_councils_own(
    kind: str, about: str, contacts: dict[str, str]
) -> None:
    words = safety_reply(kind, about, contacts).words
    for register in ("plain", "simple", "sms", "adviser"):
        shown = {found.strip() for found in NUMBER.findall(getattr(words, register)) if len(found) > 2}
        assert shown <= ALWAYS | set(contacts.values())
        assert "{" not in getattr(words, register)


@pytest.mark.parametrize(("kind", "about"), [(kind.value, about) for kind in RiskKind for about in ABOUT])
def test_the_first_choice_is_for_people_who_cannot_speak(kind: str, about: str) -> None:
    choices = safety_reply(kind, about, NONE_SET).choices
    assert choices[0].entities == {"answer": "cannot-speak-on-phone"}
    assert any(choice.intent == "where_was_i" for choice in choices)


@pytest.mark.parametrize("number", ["111", "116 123", "SHOUT to 85258"])
@pytest.mark.parametrize("about", ABOUT)
def test_suicide_names_the_lines_that_are_open_day_and_night(about: str, number: str) -> None:
    words = safety_reply("suicide_or_self_harm", about, NONE_SET).words
    assert number in words.plain
    assert number in words.sms


@pytest.mark.parametrize(
    ("kind", "about", "key"),
    [
        ("abuse_or_neglect", "self", "adult_safeguarding_phone"),
        ("abuse_or_neglect", "other", "emergency_duty_phone"),
        ("child_at_risk", "child", "children_phone"),
        ("no_care_now", "self", "emergency_duty_phone"),
        ("no_care_now", "other", "icb_phb_phone"),
    ],
)
def test_the_councils_own_number_is_given_when_it_is_set(kind: str, about: str, key: str) -> None:
    assert ALL_SET[key] in safety_reply(kind, about, ALL_SET).words.plain
    assert "your council" in safety_reply(kind, about, NONE_SET).words.plain


def test_a_variant_is_used_for_a_child_and_for_somebody_else() -> None:
    texts = {safety_reply("suicide_or_self_harm", about, NONE_SET).words.plain for about in ("self", "other", "child")}
    assert len(texts) == 3
    adult = safety_reply("no_care_now", "other", NONE_SET)
    assert safety_reply("no_care_now", "child", NONE_SET) == adult
    assert safety_reply("no_care_now", "unknown", NONE_SET) == safety_reply("no_care_now", "self", NONE_SET)


def _other_words() -> dict[str, str]:
    wording = load_wording(KNOWLEDGE)
    beside = ("in_case_of_danger", "in_case_of_illness", "answer_waits", "after_crisis", "back_after_crisis")
    words = {
        f"{name}-{register}": getattr(wording.replies[name].words, register) for name in beside for register in PUBLIC
    }
    own = OwnLanguages.load()
    cannot_speak = cannot_speak_reply(NONE_SET).words
    for register in PUBLIC:
        words[f"cannot-speak-{register}"] = getattr(cannot_speak, register)
        words[f"own-language-{register}"] = getattr(own.english, register)
    return words


@pytest.mark.parametrize("name", _other_words())
def test_no_other_words_about_safety_promise_anything(name: str) -> None:
    assert not PROMISES.search(_other_words()[name].lower())


@pytest.mark.parametrize("name", ["in_case_of_danger", "in_case_of_illness"])
def test_help_beside_an_answer_is_short_presumes_nothing_and_names_999_first(name: str) -> None:
    words = load_wording(KNOWLEDGE).say(name, **({"team": "the team"} if "danger" in name else {})).words
    assert words.plain.startswith("If ")
    assert words.plain.index("999") < words.plain.index("111")
    assert len(words.sms) <= 100
    assert "sorry" not in words.plain.lower()
    for register in PUBLIC:
        assert list(check_style(getattr(words, register), register)) == []


@pytest.mark.parametrize("code", known_languages())
def test_a_line_in_ones_own_language_stands_first_and_fits_a_text(code: str) -> None:
    own = OwnLanguages.load()
    reply = in_their_language(safety_reply("danger_now", "self", NONE_SET), code)
    for register in PUBLIC:
        assert getattr(reply.words, register).startswith(own.lines[code].line)
    assert f"{own.lines[code].line}\n" in reply.words.plain
    assert parts(sms_text([reply])) <= 2
    assert "nobody is watching" in reply.words.sms
    assert own.lines[code].name in reply.words.adviser


def test_a_language_without_the_numbers_is_refused(tmp_path: Path) -> None:
    text = (KNOWLEDGE / "safety" / "languages.yml").read_text(encoding="utf-8")
    file = tmp_path / "languages.yml"
    file.write_text(text.replace("Ffoniwch 999", "Ffoniwch"), encoding="utf-8")
    with pytest.raises(ContentError, match="Welsh"):
        OwnLanguages.load(file)


def test_an_unknown_kind_is_an_error() -> None:
    with pytest.raises(ValueError, match="boredom"):
        safety_reply("boredom", "self", NONE_SET)


def test_help_without_speech() -> None:
    words = cannot_speak_reply(NONE_SET).words
    for register in PUBLIC:
        for route in ("999", "register", "18000", "BSL", "85258"):
            assert route in getattr(words, register)


def test_told_words_exist_only_for_those_who_can_be_told() -> None:
    assert isinstance(told_words("desk"), Words)
    assert isinstance(told_words("safeguarding_lead"), Words)
    assert told_words("nobody") is None


def test_every_fact_exists_and_none_is_of_low_confidence() -> None:
    for file in ("safety/replies.yml", "safety/languages.yml", "helplines.yml"):
        named = set(re.findall(r"F-[a-z]+-[0-9]+", re.sub(r"#.*", "", (KNOWLEDGE / file).read_text(encoding="utf-8"))))
        shown = {fact for fact in named if FACTS[fact]["confidence"] == "low"}
        assert shown <= {"F-support-16", "F-support-18"}  # named in helplines.yml as not to be shown


@pytest.mark.parametrize(
    ("break_it", "says"),
    [
        (lambda data: data["kinds"].pop("no_care_now"), "no words for no_care_now"),
        (lambda data: data["kinds"]["danger_now"]["default"].pop("sms"), "`sms`"),
        (lambda data: data["kinds"]["danger_now"]["default"].update(helplines=["batman"]), "batman"),
        (lambda data: data["kinds"]["danger_now"]["default"].update(choices=["shrug"]), "shrug"),
        (lambda data: data["kinds"]["danger_now"]["default"].update(plain="Call {anybody}."), "anybody"),
        (lambda data: data["phrases"]["adult_team"].pop(), "without numbers"),
        (lambda data: data.pop("review_by"), "`review_by`"),
    ],
)
def test_wording_with_a_gap_is_refused_when_it_is_loaded(
    tmp_path: Path, break_it: Callable[[dict[str, Any]], object], says: str
) -> None:
    data = yaml.safe_load((KNOWLEDGE / "safety" / "replies.yml").read_text(encoding="utf-8"))
    break_it(data)
    file = tmp_path / "replies.yml"
    file.write_text(yaml.safe_dump(data), encoding="utf-8")
    with pytest.raises(ContentError, match=says):
        SafetyWording.load(file)


HELPLINES = Helplines.load()


@pytest.mark.parametrize(
    ("key", "number"), [("emergency", "999"), ("nhs111", "111"), ("samaritans", "116 123"), ("shout", "85258")]
)
def test_four_numbers_are_always_shown(key: str, number: str) -> None:
    contact = HELPLINES.contact(key, show_untested=False)
    assert number in (contact.phone, contact.text)


def test_other_numbers_wait_for_a_ring_test() -> None:
    for key in HELPLINES.lines.keys() - HELPLINES.always:
        contact = HELPLINES.contact(key, show_untested=False)
        line = HELPLINES.lines[key]
        assert contact.name
        assert (contact.phone, contact.text) == ("", "") or line.ring_tested
        if line.show == "yes":
            assert HELPLINES.contact(key, show_untested=True).phone == line.contact.phone != ""


def test_a_ring_tested_number_is_shown(tmp_path: Path) -> None:
    text = (KNOWLEDGE / "helplines.yml").read_text(encoding="utf-8")
    head, tail = text.split("  childline:", 1)
    file = tmp_path / "helplines.yml"
    tested = tail.replace("ring_tested_on: null", f"ring_tested_on: {date(2026, 11, 20)}", 1)
    file.write_text(f"{head}  childline:{tested}", encoding="utf-8")
    lines = Helplines.load(file)
    assert lines.contact("childline").phone == "0800 1111"
    assert lines.contact("nspcc").phone == ""


def test_a_number_marked_no_is_never_shown() -> None:
    for key, line in HELPLINES.lines.items():
        if line.show == "no":
            assert HELPLINES.contact(key, show_untested=True).phone == ""


def test_local_lines_take_their_number_from_the_settings() -> None:
    assert HELPLINES.contact("council_edt", settings=ALL_SET).phone == "01632 960003"
    assert HELPLINES.contact("council_edt", settings=NONE_SET).phone == ""


def test_an_unknown_helpline_is_a_clear_error() -> None:
    with pytest.raises(KeyError, match="there is no helpline 'batman'"):
        HELPLINES.contact("batman")
