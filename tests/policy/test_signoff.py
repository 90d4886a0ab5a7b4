"""Who signed what: which signatures an answer needs, what voids them, and packs of signed answers."""

import base64
import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from knowledge.content import Content, load_answers
from knowledge.packs import PackError, make_pack, new_key, read_pack, take_in
from knowledge.signoff import SignOff, Standing, is_signed, load_sign_offs, sign, standing

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"
ANSWERS = {
    "nhs": KNOWLEDGE / "answers/eligibility/chc-checklist.yml",
    "council": KNOWLEDGE / "answers/eligibility/council-care-assessment.yml",
    "both": KNOWLEDGE / "answers/options/prepaid-cards.yml",
}
DAY = date(2026, 11, 25)


def make_folder(folder: Path) -> Path:
    for file in ANSWERS.values():
        target = folder / "answers" / file.parent.name / file.name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, target)
    for name in ("facts.yml", "sources.yml"):
        shutil.copy(KNOWLEDGE / name, folder / name)
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_folder(tmp_path / "knowledge")


def signed_by(folder: Path, funder: str, *bodies: tuple[str, str]) -> Standing:
    answer = load_answers(folder).answers[ANSWERS[funder].stem]
    assert answer.funder == funder
    for role, body in bodies:
        sign(folder, [answer], "A. Person, lead", role, body, DAY)
    return standing(answer, load_sign_offs(folder))


@pytest.mark.parametrize(
    ("funder", "roles", "expected"),
    [
        ("nhs", [], Standing.UNSIGNED),
        ("nhs", ["icb"], Standing.SIGNED),
        ("nhs", ["council"], Standing.UNSIGNED),  # somebody signed, but not who has to
        ("council", ["council"], Standing.SIGNED),
        ("both", ["council"], Standing.PART_SIGNED),
        ("both", ["icb"], Standing.PART_SIGNED),
        ("both", ["icb", "council"], Standing.SIGNED),
    ],
)
def test_those_sign_whose_rules_it_tells(folder: Path, funder: str, roles: list[str], expected: Standing) -> None:
    assert signed_by(folder, funder, *((role, f"The {role}") for role in roles)) is expected


def test_an_edit_voids_and_a_new_signature_takes_the_place_of_the_old(folder: Path) -> None:
    assert signed_by(folder, "nhs", ("icb", "The ICB")) is Standing.SIGNED
    file = folder / "answers/eligibility/chc-checklist.yml"
    file.write_text(file.read_text().replace("title: ", "title: New "))
    answer = load_answers(folder).answers["chc-checklist"]
    assert standing(answer, load_sign_offs(folder)) is Standing.VOIDED
    assert not is_signed(answer, load_sign_offs(folder))
    sign(folder, [answer], "B. Person", "icb", "The ICB", DAY)
    (only,) = load_sign_offs(folder)["chc-checklist"]
    assert (only.who, only.signed_on) == ("B. Person", DAY)
    assert is_signed(answer, load_sign_offs(folder))


def test_nobody_signs_as_anything_else(folder: Path) -> None:
    with pytest.raises(ValueError, match="no role"):
        sign(folder, [], "A. Person", "charity", "A charity", DAY)


def packed(folder: Path, key: str) -> str:
    return make_pack(folder, load_answers(folder), load_sign_offs(folder), "The ICB", key, DAY)


def all_signed(folder: Path) -> Content:
    content = load_answers(folder)
    sign(folder, content.answers.values(), "A. Person", "icb", "The ICB", DAY)
    return content


def test_a_pack_is_taken_in_by_another_council(folder: Path, tmp_path: Path) -> None:
    all_signed(folder)
    private, public = new_key()
    pack = read_pack(packed(folder, private), public)
    other = make_folder(tmp_path / "other")
    (other / "answers/eligibility/chc-checklist.yml").unlink()
    mine = other / "answers/options/prepaid-cards.yml"
    mine.write_text(mine.read_text().replace("title: Prepaid", "title: Our prepaid"))
    own_words = mine.read_text()
    taken = take_in(other, load_answers(other), pack)
    assert taken.signed == ("council-care-assessment",)
    assert taken.added == ("chc-checklist",)
    assert taken.differing == ("prepaid-cards",)
    assert mine.read_text() == own_words
    assert load_answers(other).signed == {"chc-checklist"}
    assert load_sign_offs(other)["chc-checklist"][0].body == "The ICB"

    taken = take_in(other, load_answers(other), pack, replace_differing=True)
    assert taken.replaced == ("prepaid-cards",)
    assert mine.read_text() == ANSWERS["both"].read_text()


def test_only_what_holds_goes_into_a_pack(folder: Path) -> None:
    content = all_signed(folder)
    private, public = new_key()
    file = folder / "answers/options/prepaid-cards.yml"
    file.write_text(file.read_text().replace("title: ", "title: New "))
    assert "prepaid-cards" in content.answers
    ids = [each.answer.id for each in read_pack(packed(folder, private), public).answers]
    assert ids == ["chc-checklist", "council-care-assessment"]
    with pytest.raises(PackError, match="signed no answer"):
        make_pack(folder, content, load_sign_offs(folder), "Another ICB", private, DAY)


def test_a_pack_that_was_changed_or_made_with_another_key_is_refused(folder: Path) -> None:
    all_signed(folder)
    private, public = new_key()
    text = packed(folder, private)
    for broken in (text.replace("The ICB", "The IBC"), text.replace("Checklist", "Check list", 1)):
        with pytest.raises(PackError, match="was changed"):
            read_pack(broken, public)
    with pytest.raises(PackError, match="another key"):
        read_pack(text, new_key()[1])
    for nonsense in ("", "{}", "[]", "{not json", json.dumps({"signature": "!"})):
        with pytest.raises(PackError, match="no answer pack"):
            read_pack(nonsense, public)
    for key in ("", "no key", base64.b64encode(b"short").decode()):
        with pytest.raises(PackError, match="no key"):
            read_pack(text, key)


def test_a_signature_on_other_words_is_refused_though_the_pack_is_whole(folder: Path) -> None:
    content = all_signed(folder)
    answer = content.answers["chc-checklist"]
    private, public = new_key()
    forged = SignOff(answer.id, "0" * 64, "A. Person", "icb", "The ICB", DAY)
    pack = json.loads(packed(folder, private))
    entry = next(each for each in pack["answers"] if each["id"] == answer.id)
    entry["signatures"] = [{**forged.entry, "signed_on": DAY.isoformat()}]
    from knowledge import packs

    del pack["signature"]
    pack["signature"] = base64.b64encode(packs._private(private).sign(packs._canonical(pack))).decode()
    with pytest.raises(PackError, match="signed other words"):
        read_pack(json.dumps(pack), public)


def test_nothing_is_taken_in_when_evidence_is_missing(folder: Path, tmp_path: Path) -> None:
    all_signed(folder)
    private, public = new_key()
    pack = read_pack(packed(folder, private), public)
    other = make_folder(tmp_path / "other")
    (other / "answers/eligibility/chc-checklist.yml").unlink()
    lines = (other / "facts.yml").read_text().replace("F-options-38:", "F-options-998:")
    (other / "facts.yml").write_text(lines)
    with pytest.raises(PackError, match="F-options-38"):
        take_in(other, load_answers(other), pack)
    assert not (other / "answers/eligibility/chc-checklist.yml").exists()
    assert not (other / "signoff.yml").exists()
