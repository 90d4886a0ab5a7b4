"""council.yml: what it may say, and what a council editor is told when it is wrong."""

import re
from pathlib import Path

import pytest

from common.settings import Environment, Settings, SettingsError

COUNCIL_FILE = Path(__file__).parents[2] / "council.yml"

DRAMA_NUMBERS = ("01632 960", "0808 157 0")
"""Ofcom keeps these for films: they connect to nobody."""


@pytest.fixture
def council() -> str:
    return COUNCIL_FILE.read_text(encoding="utf-8")


def load(tmp_path: Path, text: str) -> Settings:
    file = tmp_path / "council.yml"
    file.write_text(text, encoding="utf-8")
    return Settings.load(file)


def test_the_file_that_comes_with_navigator_is_fictional_and_says_so() -> None:
    settings = Settings.load(COUNCIL_FILE)
    assert settings.demonstration
    phones = [settings.contacts.dict()[key] for key in settings.contacts.dict() if key.endswith("_phone")]
    phones += [offer.phone for offer in settings.local_offers]
    assert phones
    assert all(phone.startswith(DRAMA_NUMBERS) for phone in phones)
    addresses = [settings.council.website, *(offer.website for offer in settings.local_offers)]
    assert all(address.endswith(".example") for address in addresses)


def test_every_setting_is_explained_in_the_file(council: str) -> None:
    """Each setting has a comment above it, or beside it or its first part."""
    lines = ["", *council.splitlines(), ""]
    for above, line, below in zip(lines, lines[1:], lines[2:], strict=False):
        if re.match(r"[a-z]", line):
            assert above.startswith("#") or "#" in line + below, line


WRONG = {
    "an unknown key": ("demonstration:", "demonstation:", "demonstation is not a setting. Did you mean demonstration?"),
    "an unknown key far from any": (
        "  name: Exampleshire Council",
        "  zzz: 1\n  name: x",
        "council.zzz is not a setting",
    ),
    "a missing key": ("require_sign_off: false", "", "require_sign_off is missing. Add it"),
    "a missing inner key": ("  working_hours: 0", "", "call_back.working_hours is missing"),
    "a key twice": ("require_sign_off: false", "require_sign_off: true\nrequire_sign_off: false", "is here twice"),
    "not a number": (
        "raw_text_days: 7",
        "raw_text_days: a week",
        "retention.raw_text_days: value is not a valid integer",
    ),
    "too many days": ("raw_text_days: 7", "raw_text_days: 4000", "less than or equal to 365"),
    "a phone in words": ("01632 960001", "ask the desk", "contacts.adult_social_care_phone"),
    "an email without a place": ("care@exampleshire.example", "care", "contacts.adult_social_care_email"),
    "an unsafe website": ("https://www", "http://www", "council.website"),
    "an empty name": ("name: Exampleshire Council", 'name: ""', "council.name"),
    "a time that ends before it begins": (
        'friday: [["09:00", "16:30"]]',
        'friday: [["16:30", "09:00"]]',
        "not in order",
    ),
    "a time without a colon": ('friday: [["09:00", "16:30"]]', 'friday: [["0900", "16:30"]]', "write it as 09:00"),
    "a day that is a year": ("closed_days: []", "closed_days: [2026]", "write it as 2026-12-24"),
    "two promises": ("working_hours: 0", "working_hours: 4", "set working_days or working_hours"),
    "no promise": ("working_days: 1", "working_days: 0", "set working_days or working_hours"),
    "not true or false": ("demonstration: true", "demonstration: perhaps", "demonstration: value could not be parsed"),
    "texts without a number": ("provider: none", "provider: notify", "texts need the number that people text"),
    "a provider that is none of ours": ("provider: none", "provider: pigeon", "texts.provider"),
    "quiet hours in words": ('quiet_from: "20:00"', 'quiet_from: "evening"', "write it as 09:00"),
    "Twilio without an address": (
        'provider: none # notify: GOV.UK Notify; twilio; none: people can\'t text\n  number: ""',
        "provider: twilio\n  number: 07700 900000",
        "set public_url",
    ),
    "broken YAML": ("closed_days: []", "closed_days: [", "Check the indents"),
}


@pytest.mark.parametrize(("before", "after", "said"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_shown_with_file_and_line(
    council: str, tmp_path: Path, before: str, after: str, said: str
) -> None:
    assert before in council
    text = council.replace(before, after, 1)
    with pytest.raises(SettingsError) as error:
        load(tmp_path, text)
    assert any(said in problem for problem in error.value.problems)
    assert all(re.match(r".*/council\.yml:\d+: .+\. [A-Z].+", problem) for problem in error.value.problems)


def test_the_line_is_the_one_to_mend(council: str, tmp_path: Path) -> None:
    text = council.replace("raw_text_days: 7", "raw_text_days: soon").replace(
        "icb_phb_email: phb@", "icb_phb_email: phb"
    )
    with pytest.raises(SettingsError) as error:
        load(tmp_path, text)
    found = [int(problem.split(":")[1]) for problem in error.value.problems]
    wanted = [
        1 + next(number for number, each in enumerate(text.splitlines()) if key in each)
        for key in ("icb_phb_email", "raw_text_days")
    ]
    assert found == wanted


def test_values_that_yaml_would_guess_at_stay_as_written(council: str, tmp_path: Path) -> None:
    text = council.replace("name: Exampleshire Council #", "name: No #").replace("01632 960001", "01632")
    text = text.replace('monday: [["09:00", "17:00"]]', "monday: [[09:00, 17:00]]")
    settings = load(tmp_path, text)
    assert settings.council.name == "No"
    assert settings.contact_values()["adult_social_care_phone"] == "01632"
    assert settings.opening_hours.monday == settings.opening_hours.tuesday


def test_an_empty_contact_is_allowed(council: str, tmp_path: Path) -> None:
    settings = load(tmp_path, council.replace("01632 960003", '""'))
    assert settings.contact_values()["emergency_duty_phone"] == ""


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "just words"])
def test_a_file_that_holds_no_settings(tmp_path: Path, text: str) -> None:
    with pytest.raises(SettingsError, match="keys and values"):
        load(tmp_path, text)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no such file"):
        Settings.load(tmp_path / "council.yml")


def test_settings_do_not_change(council: str, tmp_path: Path) -> None:
    with pytest.raises(TypeError):
        load(tmp_path, council).demonstration = False


def test_the_environment_moves_things(tmp_path: Path) -> None:
    ours = Environment.read({})
    assert (ours.council_file, ours.state.name) == (COUNCIL_FILE, "var")
    assert ours.database_url == f"sqlite:///{ours.state / 'navigator.db'}"
    moved = Environment.read({"NAVIGATOR_STATE": str(tmp_path), "NAVIGATOR_COUNCIL_FILE": ""})
    assert moved == Environment(tmp_path, f"sqlite:///{tmp_path / 'navigator.db'}", COUNCIL_FILE)
    elsewhere = Environment.read({"NAVIGATOR_DATABASE_URL": "postgresql://db/navigator"})
    assert elsewhere.database_url == "postgresql://db/navigator"
