"""Words for the people a message can be about, and for the nations of the UK: data for `language.entities`."""

import re


def _any(*words: str) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(words) + r")\b", re.IGNORECASE)


_ADJECTIVES = (
    "own|late|dear|poor|elderly|old|little|young|youngest|eldest|oldest|disabled|autistic|adult|grown up|"
    r"\d{1,2} ?(?:year|yr)s?[ -]old"
)
_OUR = rf"(?:my|our|me)(?: (?:{_ADJECTIVES}))* "

RELATIONS: dict[str, re.Pattern[str]] = {
    "child": _any(
        _OUR + "(?:son|daughter|child|children|kids?|boy|girl|lad|baby|toddler|teenager|step ?son|step ?daughter|"
        r"foster child|grandson|granddaughter|grandchild|\d{1,2} ?(?:year|yr) ?-?old|(?:eld|young|old)est)"
    ),
    "parent": _any(
        _OUR
        + "(?:mum|mam|mom|mother|mummy|dad|father|daddy|parents?|step ?mum|step ?dad|(?:mother|father)[ -]in[ -]law|"
        "nan|nana|nanna|gran|granny|grandma|grandad|granddad|grandmother|grandfather|grandparents?)",
        "(?:mum|dad) has",
    ),
    "partner": _any(
        _OUR + "(?:wife|husband|partner|boyfriend|girlfriend|fianc[eé]e?|spouse|other half|hubby|missus)",
        "the (?:wife|husband|missus)",
        "hubby",
    ),
    "relative": _any(
        _OUR + "(?:brother|sister|sis|bro|aunt|auntie|aunty|uncle|cousin|niece|nephew|(?:brother|sister)[ -]in[ -]law|"
        "friend|best friend|mate|neighbour|neighbor)"
    ),
    "client": _any(
        "(?:my|our|a|the|this|one of (?:my|our)) (?:client|patient|service user|customer|tenant|resident|caller)s?",
        "(?:someone|somebody|(?:a|the) (?:person|lady|gentleman|man|woman)) "
        "(?:i|we) (?:support|work with|am supporting|are supporting|look after at work)",
        "(?:i am|i'm|im) (?:an?|the|her|his|their) "
        "(?:social worker|advis[eo]r|support worker|care coordinator|advocate|case manager|nurse|gp|link worker|"
        "social prescriber)",
    ),
}
"""For each kind of person, how people mention them."""

SELF = _any(
    "(?:for|about) (?:me|myself)(?! (?:mum|dad|son|wife|nan))",
    "my ?self",
    "on my own behalf",
    "(?:i am|i'm|im) (?:disabled|ill|sick|poorly|blind|deaf|autistic|diabetic|housebound|bedbound|paralysed|"
    "in a wheelchair)",
    "(?:i have|i've got|ive got|i got|i have got|i suffer from|i live with) (?:a )?(?:ms|mnd|copd|parkinson'?s|"
    "dementia|epilepsy|diabetes|cancer|arthritis|depression|bipolar|schizophrenia|autism|adhd|fibromyalgia|"
    "cerebral palsy|spinal injury|stroke|learning disability|disability)",
)
"""How people say that it is about themselves."""

PAID = re.compile(
    r"\b(?:pay(?:ing|s)?|paid|employ(?:ing|s)?|hir(?:e|ing)|giv(?:e|ing) (?:money|a job|work) to|tak(?:e|ing) on|"
    r"us(?:e|ing)|recruit(?:ing)?)(?: \w+){0,2} $",
    re.IGNORECASE,
)
"""What stands before somebody who is to be paid, and whom the message is therefore not about."""

NATIONS: dict[str, re.Pattern[str]] = {
    "scotland": _any("scotland", "scottish", "glasgow", "edinburgh", "aberdeen", "dundee", "inverness"),
    "wales": _any("wales", "welsh", "cardiff", "swansea", "wrexham", "cymru"),
    "northern_ireland": _any("northern ireland", r"n\.? ?ireland", "ulster", "belfast", "londonderry"),
}
"""How people say that they live in another nation of the UK."""
