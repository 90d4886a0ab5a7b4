"""Takes personal data out of text before it is kept or logged. Masks rather than refuses; money and years stay.

Repetitions are bounded, or can't fail once they have begun, so time grows with the length of the text only. Masking is
a net, not a proof: raw text is kept in one place only and is blanked on retention.
"""

import re

from language.date_words import with_figures

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_DAY = r"[0-9]{1,2}(?:st|nd|rd|th)?"
_BIRTH_YEAR = r"(?:19[0-9]{2}|200[0-9]|201[0-3])"
_AROUND = r"[a-z'’-]{2,20}(?: [a-z'’-]{2,20})?"
_CAPITALS = r"[A-Z][a-z'’-]{1,20}(?: [A-Z][a-z'’-]{1,20})?"
_NAME = r"[A-Z][A-Za-z'’-]{1,20}(?: [A-Z][A-Za-z'’-]{1,20}){0,2}"
_I = re.IGNORECASE
_BIRTH = "[date of birth]"
LIKE_A_REFERENCE = re.compile(r"\b[A-Za-z]{1,6}[ -]?[0-9]{3,12}\b")
"""What references on letters look like."""

# In order: what is more certain goes first. The group `keep` stays in front of the mark.
_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}"), "[email]"),
    (
        re.compile(r"\bNAV[- ]?(?=[A-Z-]{0,8}[0-9])[A-Z0-9]{3,8}(?:-[A-Z0-9]{2,8}){0,3}\b|\bNAV-[A-Z0-9-]{3,24}", _I),
        "[reference]",
    ),
    (
        re.compile(
            r"(?P<keep>\b(?:ref|reference|case|claim|client|patient|customer)(?: ?(?:no|number|id|is|#|:|\.)){1,3}"
            r" {0,2})(?=[a-z/-]{0,8}[0-9])[a-z0-9][a-z0-9/-]{3,19}\b",
            _I,
        ),
        "[reference]",
    ),
    (
        re.compile(
            r"(?P<keep>\b(?:dob|d\.o\.b\.?|date of birth|birthday|born)\b[ :,-]{0,3}(?:(?:is|was|on|the) ){0,3})"
            rf"(?:[0-9]{{1,2}}[ ./-][0-9]{{1,2}}[ ./-][0-9]{{2,4}}|[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}"
            rf"|{_DAY}(?: of)? {_MONTH},? [0-9]{{2,4}}|{_MONTH} {_DAY},? [0-9]{{4}})",
            _I,
        ),
        _BIRTH,
    ),
    # A full date that lies far enough back to be a birth: dates of letters and payments stay.
    (
        re.compile(
            rf"\b(?:[0-9]{{1,2}}[./ -][0-9]{{1,2}}[./ -]{_BIRTH_YEAR}|[0-9]{{1,2}}[./][0-9]{{1,2}}[./][3-9][0-9]"
            rf"|{_BIRTH_YEAR}-[0-9]{{2}}-[0-9]{{2}}|{_DAY}(?: of)? {_MONTH},? (?:{_BIRTH_YEAR}|[3-9][0-9])"
            rf"|(?:0[1-9]|[12][0-9]|3[01])(?:0[1-9]|1[0-2]){_BIRTH_YEAR})\b(?! ?(?:pounds?|quid|hours?|hrs?|%))",
            _I,
        ),
        _BIRTH,
    ),
    (
        re.compile(r"\b[A-Z]{2} ?[0-9]{2}(?: [0-9]{2} [0-9]{2} ?|[0-9]{4})[A-D]\b", _I),
        "[NI number]",
    ),
    # In capitals only: "at 120000 a year" is money.
    (re.compile(r"\b[A-Z]{2} ?[0-9]{6} [A-D]\b"), "[NI number]"),
    (
        re.compile(
            rf"\b(?:(?:flat|apartment) [0-9]{{1,4}}[a-z]?,? )?[0-9]{{1,4}}[a-z]?,? {_AROUND} "
            r"(?:street|st|road|rd|avenue|ave|lane|crescent|gardens|terrace|grove|mews)\b",
            _I,
        ),
        "[address]",
    ),
    (
        re.compile(
            rf"\b(?:[Ff]lat [0-9]{{1,4}}[A-Za-z]?,? )?[0-9]{{1,4}}[A-Za-z]?,? {_CAPITALS} "
            r"(?:[Cc]lose|[Dd]rive|[Cc]ourt|[Ww]ay|[Pp]lace|[Ss]quare|[Hh]ill|[Rr]ow|[Ww]alk|[Gg]reen|[Pp]ark|[Vv]iew|[Rr]ise)\b"
        ),
        "[address]",
    ),
    (re.compile(r"\b[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][ABD-HJLNP-UW-Z]{2}\b", _I), "[postcode]"),
    (
        re.compile(
            r"(?P<keep>\b(?:account|acc|acct|a/c)\b(?: ?(?:number|no|num|is|:|\.)){0,3} {0,2})[0-9]{6,10}\b", _I
        ),
        "[bank details]",
    ),
    (re.compile(r"(?P<keep>\bsort code(?: ?(?:is|:)){0,2} {0,2})[0-9]{6}\b", _I), "[bank details]"),
)
_NAMES: tuple[re.Pattern[str], ...] = (
    re.compile(rf"(?P<keep>\b(?:Mr|Mrs|Ms|Miss|Mx|Dr)\.? )(?P<name>{_NAME})"),
    re.compile(
        r"(?P<keep>\b(?:[Mm]y (?:full )?name is|[Mm]y name['’]?s|[Nn]ame:|[Tt]his is|[Cc]alled|"
        r"[Nn]amed|[Rr]egards,?|[Tt]hanks,) )"
        rf"(?P<name>{_NAME})"
    ),
    re.compile(
        rf"(?P<keep>\b(?:I['’]?m|I am|i['’]?m|i am) )(?P<name>{_NAME})"
        r"(?=[.,!?;]|$|\s(?:and|from|here|but|calling|his|her|the)\b)"
    ),
    # Nothing but a name follows "my name is", so lower case counts there.
    re.compile(
        r"(?P<keep>\bmy (?:full )?name(?: is|['’]?s) )"
        r"(?P<name>[a-z'’-]{2,20}(?: (?!(?:and|but|i|im|from|can|what|how|my|is|the)\b)[a-z'’-]{2,20})?)",
        _I,
    ),
)
# Capitalised words that stand where a name might and are none.
_NO_NAMES_WRITTEN = (
    "a an the this that not in at on from english welsh scottish irish british polish romanian bengali asian "
    "muslim sikh hindu christian jewish deaf blind disabled autistic asd adhd ms pa phb chc nhs icb ehcp send "
    "council navigator monday tuesday wednesday thursday friday saturday sunday january february march april may "
    "june july august september october november december personal direct continuing health care fast track "
    "individual service fund ok sorry just very so really new here about for to of it worried scared looking "
    "trying asking calling "
)
_NO_NAMES = frozenset(_NO_NAMES_WRITTEN.split())
_DIGITS = re.compile(r"(?<![\w£$€.,])\+?\(?[0-9](?:[ ().-]{0,2}[0-9]){5,}")
_MONEY_FOLLOWS = re.compile(
    r"\s{0,2}(?:(?:pounds?|quid|gbp|pence|p|k|per|each|hours?)\b|%|a (?:year|month|week)|yearly|weekly|monthly)",
    _I,
)
_GROUP = re.compile(r"[0-9]+")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_DATE = re.compile(r"[0-9]{1,2}[ .-][0-9]{1,2}[ .-](?:20)?[0-9]{2}|20[0-9]{2}-[0-9]{2}-[0-9]{2}")
_SORT_CODE = re.compile(r"[0-9]{2}([- ])[0-9]{2}\1[0-9]{2}(?:[ ,-]{1,2}[0-9]{8})?")


def mask(text: str) -> str:
    """The text with marks such as [email], [phone] or [name] in place of personal data.

    The marks: email, phone, postcode, NHS number, NI number, date of birth, bank details, address, reference, name, and
    number for a long number of another kind. Amounts of money and years stay as they are.
    """
    for pattern, mark in _PATTERNS:
        text = pattern.sub(lambda match, mark=mark: (match.groupdict().get("keep") or "") + mark, text)  # type: ignore[misc]
    text = _DIGITS.sub(_masked_digits, text)
    for pattern in _NAMES:
        text = pattern.sub(_masked_name, text)
    return text


def without_births(text: str) -> str:
    """The text with its dates of birth, and what looks like a reference beside one, masked; as it is without any.

    Dates in words are found too, and then stand in figures.
    """
    figures = with_figures(text)
    masked = figures
    for pattern, mark in _PATTERNS:
        if mark == _BIRTH:
            masked = pattern.sub(lambda match: (match.groupdict().get("keep") or "") + _BIRTH, masked)
    return text if masked == figures else LIKE_A_REFERENCE.sub("[reference]", masked)


def _masked_digits(match: re.Match[str]) -> str:
    written = match.group()
    groups = _GROUP.findall(written)
    digits = "".join(groups)
    if _SORT_CODE.fullmatch(written) and not _looks_like_a_date(groups):
        return "[bank details]"
    if digits[0] == "0" and 10 <= len(digits) <= 11 and not _is_nhs_number(digits, groups):
        return "[phone]"
    if written.startswith("+") or (digits.startswith(("0044", "44")) and len(digits) in (12, 14)):
        return "[phone]"
    if _MONEY_FOLLOWS.match(match.string, match.end()) or _DATE.fullmatch(written):
        return written
    if len(digits) < 8 or all(_YEAR.fullmatch(group) or len(group) == 1 for group in groups):
        return written
    if len(digits) == 10 and _is_nhs_number(digits, groups):
        return "[NHS number]"
    return "[bank details]" if 14 <= len(digits) <= 19 else "[number]"


def _looks_like_a_date(groups: list[str]) -> bool:
    """Whether three pairs can be the day, month and year of a letter or a payment: 01-04-26."""
    return len(groups) == 3 and 1 <= int(groups[0]) <= 31 and 1 <= int(groups[1]) <= 12 and 10 <= int(groups[2]) <= 35


def _is_nhs_number(digits: str, groups: list[str]) -> bool:
    """Ten digits written 3-3-4, or whose check digit fits (modulus 11, NHS Data Dictionary)."""
    if len(digits) != 10:
        return False
    if [len(group) for group in groups] == [3, 3, 4] and digits[0] != "0":
        return True
    check = 11 - sum(int(digit) * (10 - place) for place, digit in enumerate(digits[:9])) % 11
    return digits[0] != "0" and check % 11 == int(digits[9]) and check != 10


def _masked_name(match: re.Match[str]) -> str:
    name = match.group("name")
    if name.split()[0].lower() in _NO_NAMES or name.startswith("["):
        return match.group()
    return match.group("keep") + "[name]"
