"""Facts of a fixed shape in a message: contact details, money, ages, nations, whom it is about. Linear patterns."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from language.relations import NATIONS, PAID, RELATIONS, SELF

_PHONE = re.compile(r"(?<![\d£])(?:\+44[ -]?(?:\(0\)[ -]?)?|0)(?:\d[ -]?){8,9}\d(?!\d)")
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}(?![\w-])")
_POSTCODE = re.compile(r"\b(?:[A-Za-z]{1,2}\d[A-Za-z\d]?) ?\d[ABD-HJLNP-UW-Zabd-hjlnp-uw-z]{2}\b")
_NHS_NUMBER = re.compile(r"(?<![\d+-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\d-])")
_SUM = r"\d{1,3}(?:,\d{3})+|\d{1,9}"
_MONEY = re.compile(
    rf"(?:£ ?(?P<pounds>{_SUM})(?P<pence>\.\d{{1,2}})?(?P<thousands> ?k\b)?"
    rf"|(?<![\d.£,])(?P<plain>{_SUM})(?P<cents>\.\d{{1,2}})? ?(?P<unit>k? ?(?:pounds?|quid)|grand|p(?:ence)?)\b)"
    r"(?: ?(?:an?|per|each|every|/|p) ?(?P<period>hour|hr|h|day|night|week|wk|w|month|mth|m|year|yr|y|annum)\b)?",
    re.IGNORECASE,
)
_NO_AGE = (
    r"(?! ?(?:%|hours?|days?|weeks?|months?|miles?|steps?|pounds?|quid|minutes?|mins?|stone|kg|st\b|th\b|of\b|"
    r"and a half))"
)
_PEOPLE = (
    "she|he|who|mum|mam|dad|mother|father|nan|gran|grandad|son|daughter|wife|husband|partner|brother|sister|boy|girl"
)
_AGE = re.compile(
    rf"\b(?:(?:aged?|turn(?:s|ed|ing)?|age is) (?P<after>\d{{1,3}})\b{_NO_AGE}"
    r"|(?P<before>\d{1,3}) ?-?(?:(?:years?|yrs?|yr)[ -]?olds?|y/?o)\b"
    rf"|(?:i ?'?a?m|(?:{_PEOPLE}) ?'?i?s) (?:only |nearly |almost |now |just )?(?P<being>\d{{1,3}})\b{_NO_AGE})",
    re.IGNORECASE,
)
_OLDEST = 120
_PERIODS = {"h": "hour", "d": "day", "n": "night", "w": "week", "m": "month", "y": "year", "a": "year"}
_NAME = re.compile(
    r"^(?:(?:hi|hello|hey|yes|ok|sure|its|it's|it is|i am|i'm|im|(?:my|the) names?(?: is)?|(?:my|the) name's|"
    r"(?:they )?call me|this is|name:?|name is)[,:]? +)+",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Found:
    """Something found: its kind, its value (amounts in pence, ages in years), where it stands, an amount's period."""

    kind: str
    value: str | int
    start: int
    end: int
    period: str | None = None


def read_entities(text: str) -> list[Found]:
    """Everything found in a text, in order of place: phone, email, postcode, nhs_number, amount, age, nation, about.

    An NHS number has ten digits whose check digit fits. Of overlapping finds the first kind of
    this list wins; only `about` may lie across another ("my 7 year old").
    """
    found: list[Found] = []
    for reader in _READERS:
        for entity in reader(text):
            if not any(entity.start < other.end and other.start < entity.end for other in found):
                found.append(entity)
    found.extend(_about(text))
    return sorted(found, key=lambda entity: entity.start)


def name_in(text: str) -> str:
    """The name in an answer to "what is your name": without "my name is" and the like, as typed otherwise."""
    name = _NAME.sub("", text.strip()).strip(" .,!")
    return name or text.strip()


def is_nhs_number(digits: str) -> bool:
    """Whether ten digits carry a fitting check digit (modulus 11)."""
    if len(digits) != 10 or not digits.isdigit():
        return False
    check = 11 - sum(int(digit) * (10 - place) for place, digit in enumerate(digits[:9])) % 11
    return check % 11 == int(digits[9]) and check != 10


def _emails(text: str) -> Iterator[Found]:
    return (Found("email", match.group().lower(), *match.span()) for match in _EMAIL.finditer(text))


def _phones(text: str) -> Iterator[Found]:
    for match in _PHONE.finditer(text):
        digits = re.sub(r"\D", "", match.group().replace("(0)", ""))
        yield Found("phone", "0" + digits[2:] if digits.startswith("44") else digits, *match.span())


def _nhs_numbers(text: str) -> Iterator[Found]:
    for match in _NHS_NUMBER.finditer(text):
        digits = re.sub(r"\D", "", match.group())
        if is_nhs_number(digits):
            yield Found("nhs_number", digits, *match.span())


def _postcodes(text: str) -> Iterator[Found]:
    for match in _POSTCODE.finditer(text):
        letters = match.group().replace(" ", "").upper()
        yield Found("postcode", f"{letters[:-3]} {letters[-3:]}", *match.span())


def _money(text: str) -> Iterator[Found]:
    for match in _MONEY.finditer(text):
        whole = int((match["pounds"] or match["plain"]).replace(",", ""))
        part = round(float(match["pence"] or match["cents"] or 0) * 100)
        unit = (match["unit"] or "").lower()
        pence = whole * 100 + part
        if unit.startswith("p") and not unit.startswith("pound"):
            pence = whole
        elif match["thousands"] or unit.startswith("k") or unit == "grand":
            pence *= 1000
        period = _PERIODS[match["period"][0].lower()] if match["period"] else None
        yield Found("amount", pence, *match.span(), period=period)


def _ages(text: str) -> Iterator[Found]:
    for match in _AGE.finditer(text):
        age = int(match["after"] or match["before"] or match["being"])
        if age <= _OLDEST:
            yield Found("age", age, *match.span())


def _nations(text: str) -> Iterator[Found]:
    for nation, pattern in NATIONS.items():
        yield from (Found("nation", nation, *match.span()) for match in pattern.finditer(text))


def _about(text: str) -> Iterator[Found]:
    """Whom the message is about: the first one named who is not merely somebody to be paid."""
    named = sorted(
        (match.start(), match.end(), person)
        for person, pattern in RELATIONS.items()
        for match in pattern.finditer(text)
        if not PAID.search(text[max(0, match.start() - 40) : match.start()])
    )
    if named:
        start, end, person = named[0]
        yield Found("about", person, start, end)
        return
    himself = SELF.search(text)
    if himself:
        yield Found("about", "self", *himself.span())


_READERS: tuple[Callable[[str], Iterator[Found]], ...] = (
    _emails,
    _phones,
    _nhs_numbers,
    _postcodes,
    _money,
    _ages,
    _nations,
)
