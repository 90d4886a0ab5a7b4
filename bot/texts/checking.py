"""What `./navigator check` says of texts: what is not set up, and whether the first text fits."""

import os
from collections.abc import Mapping

from actions.services import KNOWLEDGE
from bot.texts.making import missing
from common.settings import Settings
from knowledge.gsm7 import folded, parts
from knowledge.wording import load_wording

INTRO = "text_intro"


def problems(settings: Settings, variables: Mapping[str, str] = os.environ) -> list[str]:
    """Everything that is wrong with texts, in words; nothing where people can't text."""
    if settings.texts.provider == "none":
        return []
    names = {"council": settings.council.name, "short_name": settings.council.short_name}
    first = load_wording(KNOWLEDGE).say(INTRO, **names, text_days=settings.retention.raw_text_days).words.sms
    count = parts(folded(first))
    long = f"council.yml: the first text takes {count} parts with your short_name. Give a shorter one, or cut {INTRO}"
    return [*missing(settings, variables), *([long] if count > 1 else [])]
