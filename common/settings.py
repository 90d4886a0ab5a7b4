"""What a council sets (council.yml) and where things are on this machine (environment)."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, Extra, Field, ValidationError, root_validator, validator

from common.contrast import AA_TEXT, contrast
from common.setting_values import Colour, Day, Email, Origin, Phone, ServiceAddress, TimeOfDay, Website, Words
from common.yaml_lines import Place, SettingsError, read

__all__ = ["Environment", "Settings", "SettingsError"]

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_ROOT = Path(__file__).resolve().parent.parent


class _Part(BaseModel):
    class Config:
        extra = Extra.forbid
        allow_mutation = False


class Council(_Part):
    """Who runs this."""

    name: Words
    short_name: Words
    website: Website


class Contacts(_Part):
    """Local numbers and addresses. An empty one is not shown."""

    main_phone: Phone
    adult_social_care_phone: Phone
    adult_social_care_email: Email
    adult_safeguarding_phone: Phone
    emergency_duty_phone: Phone
    children_phone: Phone
    icb_name: str
    icb_phb_phone: Phone
    icb_phb_email: Email


Interval = tuple[TimeOfDay, TimeOfDay]


class WeeklyHours(_Part):
    """Opening hours by day, as pairs of times in London; a day without any is closed."""

    monday: list[Interval]
    tuesday: list[Interval]
    wednesday: list[Interval]
    thursday: list[Interval]
    friday: list[Interval]
    saturday: list[Interval]
    sunday: list[Interval]

    @validator(*DAYS)
    def _in_order(cls, intervals: list[Interval]) -> list[Interval]:
        moments = [moment for interval in intervals for moment in interval]
        if any(early >= late for early, late in pairwise(moments)):
            raise ValueError("the times are not in order: write the earlier one first, as in 09:00, 17:00")
        return intervals

    @root_validator(skip_on_failure=True)
    def _some(cls, values: dict[str, Any]) -> dict[str, Any]:
        if not any(values.values()):
            raise ValueError("no day has opening hours: give at least one")
        return values

    def on(self, weekday: int) -> list[Interval]:
        """The hours of a weekday (Monday is 0)."""
        hours: list[Interval] = getattr(self, DAYS[weekday])
        return hours


class CallBack(_Part):
    """How soon people are promised an answer, in working time. One of the two, the other 0."""

    working_days: int = Field(ge=0, le=20)
    working_hours: int = Field(ge=0, le=40)

    @root_validator(skip_on_failure=True)
    def _one(cls, values: dict[str, Any]) -> dict[str, Any]:
        if (values["working_days"] == 0) == (values["working_hours"] == 0):
            raise ValueError("set working_days or working_hours, and the other to 0")
        return values


class Retention(_Part):
    """Days for which each kind of record is kept."""

    raw_text_days: int = Field(ge=0, le=365)
    conversation_days: int = Field(ge=1, le=3650)
    referral_days: int = Field(ge=1, le=3650)
    safety_event_days: int = Field(ge=1, le=3650)
    unanswered_days: int = Field(ge=1, le=3650)
    budget_days: int = Field(ge=30, le=3650)
    audit_days: int = Field(ge=30, le=3650)
    code_days: int = Field(ge=1, le=365)
    identity_days: int = Field(ge=1, le=30)
    feedback_days: int = Field(ge=1, le=3650)
    statistics_days: int = Field(ge=30, le=3650)
    script_days: int = Field(ge=1, le=365)
    notice_days: int = Field(ge=1, le=365)


class Budgets(_Part):
    """How people's records of money are treated."""

    contact_change_days: int = Field(ge=0, le=90)
    fresh_days: int = Field(ge=1, le=120)


class Limits(_Part):
    """What is refused, with a reply that says why."""

    messages_per_minute_conversation: int = Field(ge=1)
    messages_per_minute_address: int = Field(ge=1)
    max_message_characters: int = Field(ge=100, le=10_000)


class Features(_Part):
    """What can be switched off without a release."""

    steps: bool
    eligibility_check: bool
    options_guide: bool
    sums: bool
    hand_over: bool
    coming_back: bool
    balance: bool
    balance_by_sms: bool


class Identity(_Part):
    """How one-time codes leave, and how many may."""

    codes_by_text: Literal["notify", "demonstration", "none"]
    codes_by_email: Literal["notify", "smtp", "demonstration", "none"]
    codes_per_hour: int = Field(ge=1, le=100_000)


class Texts(_Part):
    """How texts come and go (docs/councils/texting.md)."""

    provider: Literal["notify", "twilio", "none"]
    number: Phone
    public_url: Website
    numbers_abroad: bool
    give_up_hours: int = Field(ge=1, le=48)
    quiet_from: TimeOfDay
    quiet_until: TimeOfDay
    first_texts_per_day: int = Field(ge=0, le=20)

    @root_validator(skip_on_failure=True)
    def _whole(cls, values: dict[str, Any]) -> dict[str, Any]:
        if values["provider"] != "none" and not values["number"]:
            raise ValueError("texts need the number that people text: set number, or provider to none")
        if values["provider"] == "twilio" and not values["public_url"]:
            raise ValueError("Twilio signs the address it calls: set public_url, such as https://navigator.example.org")
        return values


class AnswerWithin(_Part):
    """Minutes within which a waiting live chat should be taken, by priority. Late ones are pointed out at the desk."""

    urgent: int = Field(ge=1, le=480)
    soon: int = Field(ge=1, le=480)
    routine: int = Field(ge=1, le=480)


class Desk(_Part):
    """How advisers work (docs/councils/desk.md). Minutes, but where the name says otherwise."""

    live_chats: bool
    chats_per_adviser: int = Field(ge=1, le=10)
    answer_within: AnswerWithin
    urgent_within_hours: int = Field(ge=1, le=40)
    calls_per_slot: int = Field(ge=1, le=100)
    longest_wait: int = Field(ge=1, le=240)
    adviser_silent: int = Field(ge=1, le=240)
    person_silent: int = Field(ge=1, le=240)
    after_contact: int = Field(ge=1, le=60)
    wrap_up: int = Field(ge=1, le=1440)
    kept_in_hand_hours: int = Field(ge=1, le=720)
    session_idle: int = Field(ge=5, le=480)
    session_hours: int = Field(ge=1, le=24)
    wrong_passwords: int = Field(ge=3, le=20)
    locked_for: int = Field(ge=1, le=1440)
    address: ServiceAddress


NoticeKind = Literal["urgent_case", "safety_alert", "late", "nobody_takes", "call_back_due"]


class Notices(_Part):
    """What staff are told by email and webhook (docs/councils/notices.md). Times in minutes, `digest_at` in London."""

    email_to: list[Email]
    webhook: ServiceAddress
    kinds: list[NoticeKind]
    quiet_minutes: int = Field(ge=0, le=240)
    call_back_ahead: int = Field(ge=5, le=480)
    digest_at: TimeOfDay | Literal[""]

    @validator("email_to")
    def _none_empty(cls, addresses: list[Email]) -> list[Email]:
        if not all(addresses):
            raise ValueError("an address is empty: take it out")
        return addresses


class SingleSignOn(_Part):
    """Sign-in at the desk with the council's own accounts (docs/councils/single-sign-on.md). No issuer: off."""

    issuer: ServiceAddress
    client_id: str
    email_domains: list[Words]
    emails_are_verified: bool
    role_claim: str
    roles: dict[str, Literal["adviser", "lead", "editor", "admin"]]
    safeguarding: list[Words]
    make_accounts: bool
    passwords: bool


class LocalSchemes(_Part):
    """Budgets that the NHS board offers here although no law says so. One that is off is not shown as being there."""

    maternity_budgets: bool
    discharge_budgets: bool
    one_off_budgets: bool
    long_term_condition_budgets: bool
    learning_disability_budgets: bool
    mental_health_budgets: bool


OfferKind = Literal["independent_advice", "advocacy", "peer_support", "user_led", "face_to_face"]


class LocalOffer(_Part):
    """Somebody near who helps with personal budgets. `kinds`: what they give; empty is people to talk to."""

    name: Words
    about: Words
    kinds: tuple[OfferKind, ...] = ()
    phone: Phone = Phone("")
    email: Email = Email("")
    website: Website = Website("")
    checked_on: Day


LIGHT_BACKGROUND = "#f3f5f8"
"""The darkest of the light backgrounds that the council's colour stands on (bot/pages/static/navigator.css)."""


class Widget(_Part):
    """The chat on the council's own web pages. `origins`: the only websites that may show it."""

    origins: list[Origin]
    colour: Colour
    greeting: Words
    position: Literal["left", "right"]

    @validator("colour")
    def _can_be_read(cls, colour: Colour) -> Colour:
        ratio = contrast(colour, LIGHT_BACKGROUND)
        if ratio < AA_TEXT:
            raise ValueError(
                f"its contrast with white letters and light backgrounds is {ratio:.1f}, and people need {AA_TEXT}: "
                "choose a darker colour"
            )
        return colour


class Settings(_Part):
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


@dataclass(frozen=True)
class Environment:
    """Where things are. `state` is the folder of everything that changes; `database_url` names people's records."""

    state: Path
    database_url: str
    council_file: Path

    @staticmethod
    def read(variables: Mapping[str, str] = os.environ) -> "Environment":
        """From NAVIGATOR_STATE, NAVIGATOR_DATABASE_URL, NAVIGATOR_COUNCIL_FILE; unset or empty: this project's own."""
        state = Path(variables.get("NAVIGATOR_STATE") or _ROOT / "var").resolve()
        return Environment(
            state=state,
            database_url=variables.get("NAVIGATOR_DATABASE_URL") or f"sqlite:///{state / 'navigator.db'}",
            council_file=Path(variables.get("NAVIGATOR_COUNCIL_FILE") or _ROOT / "council.yml").resolve(),
        )
