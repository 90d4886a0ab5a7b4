"""How the people who answer work: the desk, what they are told, how they sign in."""

from typing import Literal

from pydantic import Field, validator

from common.setting_values import Email, ServiceAddress, TimeOfDay, Words
from common.settings.part import Part


class AnswerWithin(Part):
    """Minutes within which a waiting live chat should be taken, by priority. Late ones are pointed out at the desk."""

    urgent: int = Field(ge=1, le=480)
    soon: int = Field(ge=1, le=480)
    routine: int = Field(ge=1, le=480)


class Desk(Part):
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


class Notices(Part):
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


class SingleSignOn(Part):
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
