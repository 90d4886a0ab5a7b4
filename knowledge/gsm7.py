"""How long a text message is, as the networks count it (3GPP TS 23.038, the GSM 7-bit alphabet)."""

import unicodedata

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
# Sent as two characters each: an escape and the character.
_EXTENDED = frozenset("^{}\\[~]|€\f")

TWO_PARTS = 306
_ONE_PART, _EACH_PART = 160, 153
_ONE_PART_UNICODE, _EACH_PART_UNICODE = 70, 67


def strangers(text: str) -> str:
    """The characters of a text that GSM-7 does not have, each once, in order."""
    return "".join(dict.fromkeys(char for char in text if char not in _BASIC and char not in _EXTENDED))


def septets(text: str) -> int:
    """The length of a text in GSM-7 characters; those of the extended table count two. Raises ValueError for others."""
    if unknown := strangers(text):
        raise ValueError(f"not in GSM-7: {unknown}")
    return sum(_width(char) for char in text)


def parts(text: str) -> int:
    """How many parts a text message takes, at least 1. One character outside GSM-7 makes it Unicode, 70 to a part."""
    if strangers(text):
        widths = [len(char.encode("utf-16-le")) // 2 for char in text]
        return _parts(widths, _ONE_PART_UNICODE, _EACH_PART_UNICODE)
    return _parts([_width(char) for char in text], _ONE_PART, _EACH_PART)


def fits(text: str, limit: int = TWO_PARTS) -> bool:
    """Whether a text is plain GSM-7 of at most `limit` characters, and in no more parts than that length allows."""
    return not strangers(text) and septets(text) <= limit and parts(text) <= max(1, -(-limit // _EACH_PART))


def _width(char: str) -> int:
    return 2 if char in _EXTENDED else 1


def _parts(widths: list[int], one: int, each: int) -> int:
    if sum(widths) <= one:
        return 1
    count, room = 1, each
    for width in widths:
        # A character of two is never split between parts.
        if width > room:
            count, room = count + 1, each
        room -= width
    return count


_SAME = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": "'", "‛": "'", "`": "'", "´": "'", "ʼ": "'",
        "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
        "–": "-", "—": "-", "‐": "-", "‑": "-", "‒": "-", "−": "-", "•": "-", "·": "-",
        "…": "...", "→": "-", "×": "x", "½": "1/2", "¼": "1/4", "¾": "3/4", "ç": "c",
        "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i",
        "\t": " ", "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u200b": "", "\ufeff": "", "\u200d": "", "\ufe0f": "",
    }
)  # fmt: skip


def folded(text: str) -> str:
    """A text with straight quotes, plain dashes and bare letters in the place of those that GSM-7 lacks (ŵ: w).

    What has no plain form stays, such as another script: it makes the whole text Unicode, which `parts` counts.
    """
    return "".join(_bare(char) for char in unicodedata.normalize("NFC", text).translate(_SAME))


def _bare(char: str) -> str:
    if char in _BASIC or char in _EXTENDED:
        return char
    plain = "".join(each for each in unicodedata.normalize("NFKD", char) if not unicodedata.combining(each))
    return plain if plain and not strangers(plain) else char
