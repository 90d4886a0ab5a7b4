"""Letters: which one a text asks for, that each kind is there for the NHS and the council, and what is said."""

from pathlib import Path

import pytest
import yaml

from common.settings import Settings
from knowledge.letter_choice import MONEY, load_letter_choice
from knowledge.located import ContentError
from knowledge.texting import fits_a_text, sms_text

ROOT = Path(__file__).parents[2]
CHOICE = load_letter_choice(ROOT / "knowledge" / "plan")
NAMES = Settings.load(ROOT / "council.yml").names()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("help me write a letter", None),
        ("write a complaint letter", "complaint"),
        ("letter to complain about the council", "complaint-council"),
        ("i want to complain to the icb in writing", "complaint-nhs"),
        ("letter asking for the amount in writing", "amount"),
        ("email to social services asking how much ill get", "amount-council"),
        ("ask the nhs for my figure in writing pls", "amount-nhs"),
        ("template to ask for a review of my budget", "review"),
        ("letter to my social worker for a review", "review-council"),
        ("appeal letter", "appeal"),
        ("the council said no, letter to appeal", "council-no"),
        ("chc appeal letter", "chc-appeal"),
        ("letter for local resolution", "chc-appeal"),
        ("letter about reasonable adjustments", "adjustment"),
        ("write to them i need large print", "adjustment"),
        ("letter asking for a direct payment", "budget"),
        ("letter to ask for a carer's assessment", "carers-assessment"),
        ("letter to ask for a personal health budget", "phb-right"),
        ("a letter about my ehcp", "ehc-plan-budget"),
        ("complain and ask for a review", None),
        ("write to the queen", None),
    ],
)
def test_which_letter_a_text_asks_for(text: str, wanted: str | None) -> None:
    found = CHOICE.wanted(text)
    assert found == wanted


KINDS = ("budget", "amount", "review", "appeal", "complaint", "adjustment")


def test_every_kind_is_there_for_the_nhs_and_the_council() -> None:
    assert tuple(CHOICE.kinds) == KINDS
    for kind in CHOICE.kinds.values():
        assert set(kind.letters) == set(MONEY)
        assert all(kind.letters[money] in CHOICE.letters for money in MONEY)
    assert [key for key, kind in CHOICE.kinds.items() if kind.only] == ["adjustment"]


@pytest.mark.parametrize("wanted", [None, *KINDS, *CHOICE.letters])
@pytest.mark.parametrize("channel", ["web", "sms", "adviser"])
def test_what_is_said_leads_to_a_letter(wanted: str | None, channel: str) -> None:
    reply = CHOICE.reply(wanted, NAMES, channel)
    for text in vars(reply.words).values():
        assert "{" not in text
    is_letter = bool(reply.sources)
    assert is_letter is (wanted in CHOICE.letters or wanted == "adjustment")
    if channel == "sms":
        assert fits_a_text([reply]), sms_text([reply])
        assert reply.links == ()
    else:
        assert [link.page for link in reply.links][-1].startswith("/letters")
    for choice in reply.choices:
        if choice.intent == "write_letter" and "letter" in choice.entities:
            assert choice.entities["letter"] in {*CHOICE.kinds, *CHOICE.letters}


def test_an_adviser_reads_the_letter_itself() -> None:
    assert "Please send me the indicative budget" in CHOICE.reply("amount-nhs", NAMES, "adviser").words.adviser


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("    nhs: phb-right", "    nhs: no-such-letter", "no-such-letter"),
        ("  chc-checklist: [", "  checklists: [", "checklists"),
        ("    council: review-council\n", "", "council"),
    ],
)
def test_an_error_names_what_is_wrong(tmp_path: Path, old: str, new: str, named: str) -> None:
    for name in ("letters", "plan"):
        (tmp_path / name).symlink_to(ROOT / "knowledge" / name)
    (tmp_path / "sources.yml").symlink_to(ROOT / "knowledge" / "sources.yml")
    (tmp_path / "plan").unlink()
    (tmp_path / "plan").mkdir()
    text = (ROOT / "knowledge" / "plan" / "letters.yml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "plan" / "letters.yml").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ContentError, match=named):
        load_letter_choice(tmp_path / "plan")


def test_what_people_call_a_letter_is_said_once() -> None:
    text = yaml.safe_load((ROOT / "knowledge" / "plan" / "letters.yml").read_text(encoding="utf-8"))
    called = [name for kind in text["kinds"].values() for name in kind["called"]]
    called += [name for names in text["letters"].values() for name in names]
    assert len(called) == len(set(called))
