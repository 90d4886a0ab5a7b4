"""What belongs elsewhere: each kind has examples of its own and a reply that says where to go, in every register."""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest
import yaml

from actions.services import Services
from bot.paths import ROOT
from common.replies import Reply
from common.settings import Settings
from knowledge.content import load_answers
from knowledge.gsm7 import fits
from knowledge.languages import Languages
from knowledge.located import ContentError
from knowledge.texting import sms_text
from knowledge.wording import load_wording

KNOWLEDGE = ROOT / "knowledge"
EXAMPLES = yaml.safe_load((ROOT / "data" / "nlu" / "out_of_scope.yml").read_text(encoding="utf-8"))["nlu"]
KINDS = [entry["intent"].partition("/")[2] for entry in EXAMPLES]


def services_for(council_file: Path) -> Services:
    """Wording and settings only: nothing here reads the database or searches."""
    return Services(Settings.load(council_file), None, None, b"")  # type: ignore[arg-type]


@cache
def services() -> Services:
    """With the council.yml that comes with Navigator."""
    return services_for(ROOT / "council.yml")


def reply(kind: str, language: str = "") -> Reply:
    return services().elsewhere(kind, language)


def test_each_kind_is_there_once_with_enough_examples() -> None:
    assert max(Counter(KINDS).values()) == 1
    assert {kind: n for kind, n in zip(KINDS, map(_count, EXAMPLES), strict=True) if n < 40} == {}


def _count(entry: dict[str, str]) -> int:
    return len({line.casefold() for line in entry["examples"].splitlines()})


def test_each_kind_has_a_reply_and_each_reply_a_kind() -> None:
    replies = {id.partition("/")[2] for id in load_wording(KNOWLEDGE).replies if id.startswith("out_of_scope/")}
    assert replies == set(KINDS)


@pytest.mark.parametrize("kind", ["", *KINDS])
def test_a_reply_speaks_in_every_register_and_leaves_a_way_on(kind: str) -> None:
    said = reply(kind)
    assert all(vars(said.words).values())
    assert "{" not in "".join(vars(said.words).values())
    assert any(choice.intent == "talk_to_person" for choice in said.choices)
    assert fits(sms_text([said]).partition(" Reply 1")[0])


def test_choices_lead_to_answers_that_are_there() -> None:
    answers = load_answers(KNOWLEDGE).answers
    named = {each.entities["answer"] for kind in KINDS for each in reply(kind).choices if "answer" in each.entities}
    assert {id for id in named if id not in answers or answers[id].draft} == set()


@pytest.mark.parametrize(
    "kind", ["bins", "parking", "council_tax", "housing", "planning", "schools", "streets", "council"]
)
def test_the_council_is_named_with_its_own_contact(kind: str) -> None:
    settings = services().settings
    assert (settings.council.name, settings.contacts.main_phone) == (
        reply(kind).contacts[0].name,
        reply(kind).contacts[0].phone,
    )
    assert settings.contacts.main_phone in reply(kind).words.sms


def test_without_a_main_number_the_words_still_hold(tmp_path: Path) -> None:
    text = (ROOT / "council.yml").read_text(encoding="utf-8").replace("main_phone: 01632 960000", 'main_phone: ""')
    (tmp_path / "council.yml").write_text(text, encoding="utf-8")
    said = services_for(tmp_path / "council.yml").elsewhere("bins")
    assert "Here that is Exampleshire Council." in said.words.plain


@pytest.mark.parametrize("language", sorted(Languages.load(KNOWLEDGE).lines))
def test_a_language_gets_its_line_on_the_web_and_english_by_text(language: str) -> None:
    line = Languages.load(KNOWLEDGE).lines[language]
    said = reply("language", language).words
    assert said.plain.endswith(line.line)
    assert line.line in said.simple
    assert line.name in said.adviser
    assert said.sms == reply("language").words.sms


def test_a_language_without_a_line_gets_english() -> None:
    assert reply("language", "unknown") == reply("language")


def test_a_check_by_a_native_speaker_needs_a_day(tmp_path: Path) -> None:
    text = (KNOWLEDGE / "languages.yml").read_text(encoding="utf-8")
    (tmp_path / "languages.yml").write_text(
        text.replace("native_check: draft, line", "native_check: soon, line", 1), encoding="utf-8"
    )
    with pytest.raises(ContentError, match="native_check"):
        Languages.load(tmp_path)
