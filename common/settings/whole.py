"""All of council.yml, and what is said of what is wrong with it."""

from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError, validator

from common.setting_values import Day
from common.settings.council import CallBack, Contacts, Council, LocalOffer, LocalSchemes, WeeklyHours
from common.settings.part import Part
from common.settings.service import Budgets, Features, Identity, Limits, Retention, Texts, Widget
from common.settings.staff import Desk, Notices, SingleSignOn
from common.yaml_lines import Place, SettingsError, read


class Settings(Part):
    """All of council.yml. Nothing has a hidden default: what holds is what the file says."""

    council: Council
    demonstration: bool
    require_sign_off: bool
    show_numbers_not_ring_tested: bool
    contacts: Contacts
    opening_hours: WeeklyHours
    closed_days: list[Day]
    call_back: CallBack
    retention: Retention
    budgets: Budgets
    limits: Limits
    features: Features
    identity: Identity
    texts: Texts
    desk: Desk
    notices: Notices
    single_sign_on: SingleSignOn
    local_schemes: LocalSchemes
    local_offers: list[LocalOffer]
    widget: Widget

    @validator("identity")
    def _shows_no_codes(cls, identity: Identity, values: dict[str, Any]) -> Identity:
        if not values.get("demonstration") and "demonstration" in (identity.codes_by_text, identity.codes_by_email):
            raise ValueError("codes are shown in the terminal only in a demonstration: use notify, smtp or none")
        return identity

    @staticmethod
    def load(file: Path) -> "Settings":
        """Read a council file. Raises SettingsError with file, line and mend for everything that is wrong with it."""
        values, lines = read(file)
        try:
            return Settings(**values)
        except ValidationError as error:
            raise SettingsError([_problem(file, lines, each) for each in error.errors()]) from None

    def contact_values(self) -> dict[str, str]:
        """Local contacts by key, as text; empty where not set."""
        return {key: str(value) for key, value in self.contacts.dict().items()}

    def names(self) -> dict[str, str]:
        """What wording calls the council and the NHS board, and the local contacts; empty where not set."""
        icb = self.contacts.icb_name or "your local NHS board (ICB)"
        return {**self.contact_values(), "council": self.council.name, "icb_name": icb, "main_line": self._main_line()}

    def _main_line(self) -> str:
        """The council's name, with its main number where one is set."""
        return f"{self.council.name}, {self.contacts.main_phone}" if self.contacts.main_phone else self.council.name

    def schemes_here(self) -> frozenset[str]:
        """The keys of the local schemes that are switched on."""
        return frozenset(key for key, is_on in self.local_schemes.dict().items() if is_on)


def _problem(file: Path, lines: Mapping[Place, int], error: Any) -> str:
    place: Place = tuple(part for part in error["loc"] if part != "__root__")
    line = next(lines[place[:length]] for length in range(len(place), -1, -1) if place[:length] in lines)
    name = ".".join(map(str, place))
    if error["type"] == "value_error.missing":
        return f"{file}:{line}: {name} is missing. Add it, as in the council.yml that comes with Navigator"
    if error["type"] == "value_error.extra":
        return f"{file}:{line}: {name} is not a setting. {_nearest(place)}"
    return f"{file}:{line}: {name}: {error['msg']}. Mend the value, as in the council.yml that comes with Navigator"


def _nearest(place: Place) -> str:
    near = get_close_matches(str(place[-1]), _known_keys(Settings), n=1)
    return f"Did you mean {near[0]}?" if near else "Take it out"


def _known_keys(model: type[BaseModel]) -> set[str]:
    keys = set(model.__fields__)
    for inner in model.__fields__.values():
        if isinstance(inner.type_, type) and issubclass(inner.type_, BaseModel):
            keys |= _known_keys(inner.type_)
    return keys
