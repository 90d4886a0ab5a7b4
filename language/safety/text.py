"""Message to plain words that rules can be written against: one spelling, no apostrophes, text language written out."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files

from rapidfuzz.distance import OSA

HEAD, TAIL = 3_000, 1_000  # a cry for help in a very long message stands at its start or its end
SHORT_MESSAGE = 600  # characters up to which sentences are also read as one: full stops come by accident
_LONGEST_WORD = 30
_SENTENCE_END = re.compile(r"[.!?;\n\r\u2026\u3002\u061f\u06d4\u0964]+")
_NOT_FOLDED_BY_UNICODE = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'"})
_LOOKS_LIKE = str.maketrans({"1": "i", "!": "i", "3": "e", "0": "o", "4": "a", "5": "s", "@": "a", "$": "s"})
_AMOUNT = re.compile(r"[£#]?\d+[a-z]{0,5}")
_THREE_ALIKE = re.compile(r"(.)\1{2,}")
_TWO_ALIKE = re.compile(r"(.)\1")


@dataclass(frozen=True)
class Spelling:
    """Words as people type them. expand: token to words; counted: what a figure counts, so that it stays a figure;
    keys: words worth mending when misspelt.
    """

    expand: Mapping[str, str]
    counted: frozenset[str]
    keys: frozenset[str]
    known: frozenset[str]

    @staticmethod
    def of(expand: Mapping[str, str], counted: frozenset[str], keys: frozenset[str]) -> "Spelling":
        """Add the English words that must not be mistaken for a misspelt key."""
        return Spelling(expand, counted, keys, _english(keys) | set(expand))

    def plain(self, text: str) -> str:
        """A text as one row of plain words."""
        return " ".join(_words(fold(text), self))

    def mend(self, word: str) -> str:
        """The key word that an unknown word misspells, or the word itself."""
        if word in self.known or word in self.keys or len(word) < 4:
            return word
        best, best_distance = word, 3
        for key in self.keys:
            allowed = 1 if len(key) < 7 else 2
            if key[0] == word[0] and abs(len(key) - len(word)) <= allowed:
                distance = OSA.distance(word, key, score_cutoff=allowed)
                if distance <= allowed and distance < best_distance:
                    best, best_distance = key, distance
        return best


def sentences(text: str, spelling: Spelling) -> list[str]:
    """The sentences of a message, each as " word word word ", and last the whole of a short message in one.

    A message longer than HEAD + TAIL characters is read at its two ends.
    """
    folded = fold(ends(text))
    parts = [words for words in (_words(part, spelling) for part in sentence_parts(folded)) if words]
    if len(parts) > 1 and len(folded) <= SHORT_MESSAGE:
        parts.append(_words(_SENTENCE_END.sub(" ", folded), spelling))
    return [f" {' '.join(words)} " for words in parts]


def sentence_parts(text: str) -> list[str]:
    """A text cut where sentences end."""
    return _SENTENCE_END.split(text)


def ends(text: str) -> str:
    """The text, or of a very long one its start and its end."""
    return text if len(text) <= HEAD + TAIL else f"{text[:HEAD]}\n{text[-TAIL:]}"


def fold(text: str) -> str:
    """Lower case, one apostrophe, Latin letters without accents."""
    text = unicodedata.normalize(
        "NFD", unicodedata.normalize("NFKC", text).casefold().translate(_NOT_FOLDED_BY_UNICODE)
    )
    return "".join(letter for letter in text if not "\u0300" <= letter <= "\u036f")


def _words(text: str, spelling: Spelling) -> list[str]:
    words: list[str] = []
    tokens = list(_joined(_tokens(text)))
    for token, following in zip(tokens, [*tokens[1:], ""], strict=False):
        if token.isdigit() and (not following or following in spelling.counted):
            words.append(token[:_LONGEST_WORD])
        else:
            words.extend(_expanded(token[:_LONGEST_WORD], spelling))
    return words


def _tokens(text: str) -> Iterator[str]:
    token: list[str] = []
    for letter in text:
        if letter.isalnum() or letter in "'*@$" or unicodedata.category(letter)[0] == "M":
            token.append(letter)
        elif token:
            yield "".join(token)
            token = []
    if token:
        yield "".join(token)


def _joined(tokens: Iterator[str]) -> Iterator[str]:
    """Letters that were spaced out ("k i l l") as one word."""
    run: list[str] = []
    for token in tokens:
        if len(token) == 1 and token.isalpha() and token.isascii():
            run.append(token)
            continue
        yield from _run(run)
        run = []
        yield token
    yield from _run(run)


def _run(run: list[str]) -> list[str]:
    if len(run) < 3:
        return run
    return ["i", "".join(run[1:])] if run[0] == "i" else ["".join(run)]


def _expanded(token: str, spelling: Spelling) -> list[str]:
    token = token.strip("'*")
    if token in spelling.expand:
        return spelling.expand[token].split()
    word = token.replace("'", "").replace("*", "")
    if _AMOUNT.fullmatch(word):
        return spelling.expand.get(word, word).split()
    word = word.translate(_LOOKS_LIKE)
    squeezed = _THREE_ALIKE.sub(r"\1", word)
    for candidate in (word, _THREE_ALIKE.sub(r"\1\1", word), squeezed, _TWO_ALIKE.sub(r"\1", word)):
        if candidate in spelling.expand:
            return spelling.expand[candidate].split()
        if candidate in spelling.keys or candidate in spelling.known:
            return [candidate]
    mended = spelling.mend(squeezed)
    return spelling.expand.get(mended, mended).split()


def _english(keys: frozenset[str]) -> frozenset[str]:
    """English words that begin as some key does: only these can be mistaken for one."""
    initials = {key[0] for key in keys}
    listing = files("symspellpy").joinpath("frequency_dictionary_en_82_765.txt").read_text(encoding="utf-8-sig")
    return frozenset(line[: line.index(" ")] for line in listing.splitlines() if line[:1] in initials)
