"""Makes the provider that council.yml names. Its keys and tokens come from the environment only."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

from bot.texts.provider import TextProvider
from common.settings import Settings

NOTIFY_KEY, NOTIFY_URL = "NAVIGATOR_NOTIFY_KEY", "NAVIGATOR_NOTIFY_URL"
NOTIFY_TEMPLATE, NOTIFY_SENDER = "NAVIGATOR_NOTIFY_TEXT_TEMPLATE", "NAVIGATOR_NOTIFY_TEXT_SENDER"
NOTIFY_TOKENS, NOTIFY_RECEIPT_TOKENS = "NAVIGATOR_NOTIFY_TEXT_TOKENS", "NAVIGATOR_NOTIFY_RECEIPT_TOKENS"
TWILIO_ACCOUNT, TWILIO_TOKENS, TWILIO_SENDER = (
    "NAVIGATOR_TWILIO_ACCOUNT",
    "NAVIGATOR_TWILIO_TOKENS",
    "NAVIGATOR_TWILIO_SENDER",
)
_MOST_TOKENS = 2


class TextsNotSetUp(Exception):
    """A variable that texts need is missing or wrong; the message names it, and no secret."""


@dataclass(frozen=True)
class TextsSetUp:
    """The provider, and the tokens that Notify's callbacks must carry (empty for Twilio, which signs them)."""

    provider: TextProvider
    tokens: tuple[str, ...] = ()
    receipt_tokens: tuple[str, ...] = ()


def make_texts(settings: Settings, variables: Mapping[str, str] = os.environ) -> TextsSetUp | None:
    """What council.yml names; None where people can't text. Raises TextsNotSetUp."""
    if settings.texts.provider == "notify":
        return _notify(variables)
    if settings.texts.provider == "twilio":
        return _twilio(variables, settings.texts.public_url)
    return None


def missing(settings: Settings, variables: Mapping[str, str] = os.environ) -> list[str]:
    """What keeps texts from working, in words; empty when nothing does."""
    try:
        make_texts(settings, variables)
    except TextsNotSetUp as problem:
        return [str(problem)]
    return []


def _notify(variables: Mapping[str, str]) -> TextsSetUp:
    from bot.texts.notify import BASE_URL, SHORTEST_TOKEN, NotifyTexts

    key = _needed(variables, NOTIFY_KEY)
    if len(key) < 73:
        raise TextsNotSetUp(f"{NOTIFY_KEY} is no API key of GOV.UK Notify")
    template, sender = _needed(variables, NOTIFY_TEMPLATE), variables.get(NOTIFY_SENDER, "")
    provider = NotifyTexts(key, template, sender, variables.get(NOTIFY_URL) or BASE_URL)
    tokens = _tokens(variables, NOTIFY_TOKENS, SHORTEST_TOKEN)
    return TextsSetUp(provider, tokens, _tokens(variables, NOTIFY_RECEIPT_TOKENS, SHORTEST_TOKEN))


def _twilio(variables: Mapping[str, str], public_url: str) -> TextsSetUp:
    from bot.texts.twilio import TwilioTexts

    account = _needed(variables, TWILIO_ACCOUNT)
    if not account.startswith("AC"):
        raise TextsNotSetUp(f"{TWILIO_ACCOUNT} is no account of Twilio: it begins with AC")
    tokens, sender = _tokens(variables, TWILIO_TOKENS, 16), _needed(variables, TWILIO_SENDER)
    if not sender.startswith(("+", "MG")):
        raise TextsNotSetUp(f"{TWILIO_SENDER} is a number as +447700900001, or a messaging service (MG...)")
    return TextsSetUp(TwilioTexts(account, tokens, sender, public_url.rstrip("/")))


def _tokens(variables: Mapping[str, str], name: str, shortest: int) -> tuple[str, ...]:
    """One token, or two with a comma between while one is being replaced."""
    found = tuple(token.strip() for token in _needed(variables, name).split(",") if token.strip())
    if not 1 <= len(found) <= _MOST_TOKENS or any(len(token) < shortest for token in found):
        raise TextsNotSetUp(f"{name} is one token, or two with a comma between, of at least {shortest} characters")
    return found


def _needed(variables: Mapping[str, str], name: str) -> str:
    value = variables.get(name, "").strip()
    if not value:
        raise TextsNotSetUp(f"{name} is not set. docs/councils/texting.md says what it is for")
    return value
