"""Checks of the wording itself, whatever file it stands in: length, reading age, promises, phone numbers, addresses.

How it should be written (words to avoid, spelling) is in knowledge/house_style.py.
"""

import re
from collections.abc import Iterable, Iterator

from knowledge.gsm7 import TWO_PARTS, fits, septets, strangers
from knowledge.reading_age import LIMIT, measure, word_count

MOST_WORDS = {"plain": 90, "more": 120, "when": 60, "body": 180}
"""At most so many words in a text of this name; `when` and `body` are those of a letter."""
LONGEST_SENTENCE = 20
LONGEST_SIMPLE_LINE = 14
# A single short sentence has no reading age worth the name.
SHORT = 30

Finding = tuple[str, str]

_VERDICT = re.compile(
    r"\byou(?:['’]re| are)?(?: not|n['’]t)? (?:not )?(?:eligible|ineligible)\b|\byou(?: don['’]t| do not)? qualify\b",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?<![\d£])(?:\+44|0\d)[\d ()-]{7,}\d|\b116 ?\d{3}\b|(?<![\d£,.])\b\d{5,}\b(?![,.]\d)")


def check_public(text: str, name: str, known: Iterable[str]) -> Iterator[Finding]:
    """What is wrong with a text for the web: pairs of problem and mend. `known`: words that count as easy."""
    yield from check_length(text, name)
    yield from check_age(text, name, known)


def check_age(text: str, name: str, known: Iterable[str]) -> Iterator[Finding]:
    """Whether a text asks for a higher reading age than the limit. `known`: words that count as easy."""
    if (age := measure(text, known).age) > LIMIT:
        yield f"`{name}` has a reading age of {age}", f"Use shorter words and sentences until it is {LIMIT:.0f} or less"


def check_simple(text: str, known: Iterable[str]) -> Iterator[Finding]:
    """What is wrong with a text in simple words: one idea a line, no brackets (voice.md)."""
    for line in text.splitlines():
        if (count := word_count(line)) > LONGEST_SIMPLE_LINE:
            yield f'`simple` has a line of {count} words: "{line.strip()[:40]}..."', "Give each idea a line of its own"
    if found := re.search(r"[()\[\]]", text):
        yield f"`simple` has a bracket: {found.group()}", "Say it in a line of its own, or leave it out"
    if word_count(text) >= SHORT:
        yield from check_age(text, "simple", known)


def check_length(text: str, name: str) -> Iterator[Finding]:
    """Whether a text for the web, or one of its sentences, is too long."""
    most = MOST_WORDS[name]
    if (count := word_count(text)) > most:
        yield f"`{name}` has {count} words, {count - most} too many", f"Cut it to {most}"
    if (longest := measure(text).longest) > LONGEST_SENTENCE:
        yield f"`{name}` has a sentence of {longest} words", f"Split it: at most {LONGEST_SENTENCE} words"


def check_sms(text: str, known: Iterable[str] = ()) -> Iterator[Finding]:
    """What is wrong with a text message: pairs of problem and mend. `known`: words that count as easy."""
    if word_count(text) >= SHORT:
        yield from check_age(text, "sms", known)
    if unknown := strangers(text):
        shown = " ".join(f"{char} (U+{ord(char):04X})" for char in unknown)
        yield f"`sms` has characters that make a text message dear: {shown}", "Use straight quotes and plain dashes"
    elif not fits(text):
        yield f"`sms` is {septets(text)} characters long", f"Cut it to {TWO_PARTS}, which is two parts"


def check_promises(text: str, name: str) -> Iterator[Finding]:
    """Whether a text tells somebody that they are, or are not, eligible. Only an assessment can."""
    if found := _VERDICT.search(text):
        yield f'`{name}` says "{found.group()}"', "Say who may have a right, who decides, and that anyone may ask"


def check_addresses(text: str, name: str) -> Iterator[Finding]:
    """Whether a text holds a web address: links come from sources.yml, helplines.yml and council.yml."""
    for found in re.finditer(r"https?://\S+|\bwww\.\S+", text):
        yield f"`{name}` holds the address {found.group()}", "Name the page: addresses come from sources.yml"


def check_phone_numbers(text: str, name: str) -> Iterator[Finding]:
    """Whether a text holds a phone number other than 999 and 111, which would go out of date unseen."""
    for found in _PHONE.finditer(text):
        yield (
            f"`{name}` holds the number {found.group().strip()}",
            "Name the helpline instead: numbers come from helplines.yml",
        )
