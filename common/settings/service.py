"""How the service that people meet behaves: what is on, how long things are kept, texts, codes, the widget."""

from typing import Any, Literal

from pydantic import Field, root_validator, validator

from common.contrast import AA_TEXT, contrast
from common.setting_values import Colour, Origin, Phone, TimeOfDay, Website, Words
from common.settings.part import Part


class Retention(Part):
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


class Budgets(Part):
    """How people's records of money are treated."""

    contact_change_days: int = Field(ge=0, le=90)
    fresh_days: int = Field(ge=1, le=120)


class Limits(Part):
    """What is refused, with a reply that says why."""

    messages_per_minute_conversation: int = Field(ge=1)
    messages_per_minute_address: int = Field(ge=1)
    max_message_characters: int = Field(ge=100, le=10_000)


class Features(Part):
    """What can be switched off without a release."""

    steps: bool
    eligibility_check: bool
    options_guide: bool
    sums: bool
    hand_over: bool
    coming_back: bool
    balance: bool
    balance_by_sms: bool


class Identity(Part):
    """How one-time codes leave, and how many may."""

    codes_by_text: Literal["notify", "demonstration", "none"]
    codes_by_email: Literal["notify", "smtp", "demonstration", "none"]
    codes_per_hour: int = Field(ge=1, le=100_000)


class Texts(Part):
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


LIGHT_BACKGROUND = "#f3f5f8"
"""The darkest of the light backgrounds that the council's colour stands on (bot/pages/static/navigator.css)."""


class Widget(Part):
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
