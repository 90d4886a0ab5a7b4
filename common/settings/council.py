"""Who the council is, where it is reached and when, and what there is near."""

from itertools import pairwise
from typing import Any, Literal

from pydantic import Field, root_validator, validator

from common.setting_values import Day, Email, Phone, TimeOfDay, Website, Words
from common.settings.part import Part

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Council(Part):
    """Who runs this."""

    name: Words
    short_name: Words
    website: Website


class Contacts(Part):
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


class WeeklyHours(Part):
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


class CallBack(Part):
    """How soon people are promised an answer, in working time. One of the two, the other 0."""

    working_days: int = Field(ge=0, le=20)
    working_hours: int = Field(ge=0, le=40)

    @root_validator(skip_on_failure=True)
    def _one(cls, values: dict[str, Any]) -> dict[str, Any]:
        if (values["working_days"] == 0) == (values["working_hours"] == 0):
            raise ValueError("set working_days or working_hours, and the other to 0")
        return values


class LocalSchemes(Part):
    """Budgets that the NHS board offers here although no law says so. One that is off is not shown as being there."""

    maternity_budgets: bool
    discharge_budgets: bool
    one_off_budgets: bool
    long_term_condition_budgets: bool
    learning_disability_budgets: bool
    mental_health_budgets: bool


OfferKind = Literal["independent_advice", "advocacy", "peer_support", "user_led", "face_to_face"]


class LocalOffer(Part):
    """Somebody near who helps with personal budgets. `kinds`: what they give; empty is people to talk to."""

    name: Words
    about: Words
    kinds: tuple[OfferKind, ...] = ()
    phone: Phone = Phone("")
    email: Email = Email("")
    website: Website = Website("")
    checked_on: Day
