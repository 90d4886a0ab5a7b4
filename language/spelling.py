"""Mends spelling as people type it on a phone, for understanding only: what the person wrote is kept as it was.

A right word is never changed, nor a name, a number, an address or a term of the field. In doubt, a word stays.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from language.beside import Beside, pairs_of_terms
from language.name_guess import Name, guess_names
from language.splitting import SHORTEST_RUN_TOGETHER
from language.word_lists import shorthand, word_lists
from language.word_mending import WORD, WordMender, in_case_of, straight

# A word with whatever is joined to it (digits, @, dots and slashes inside), so that addresses and numbers stay whole.
_PIECE = re.compile(r"(?:[^\W_]|[’'@#£$%&./:_+-](?=[^\W_]))+")
# A guess takes up to a millisecond: a message of gibberish must not hold up the others.
_MOST_GUESSES = 60
# Two words that stand side by side so often in our texts may have been run together.
_SEEN = 3


@dataclass(frozen=True)
class Correction:
    """The text as understood; each change as (as typed, as understood), in order; and where each begins as typed."""

    text: str
    changed: tuple[tuple[str, str], ...]
    places: tuple[int, ...] = ()


@dataclass(frozen=True)
class _Part:
    start: int
    end: int
    understood: str


class Speller:
    """Mends text against our own words (word -> how often we use it), the English list and the shorthand table.

    pairs: two words with a space between -> how often one follows the other in our texts; terms: pairs that stand in
    the names of terms. May be shared by threads.
    """

    def __init__(self, own: Mapping[str, int], pairs: Mapping[str, int], terms: Iterable[str] = ()) -> None:
        self._own = {word: count for word, count in own.items() if WORD.fullmatch(word)}
        self._pairs = dict(pairs)
        self._mender = WordMender(self._own, self._pairs)
        self._terms = sorted(terms)
        self._beside = Beside(self._own, self._terms)

    @classmethod
    def from_texts(cls, reviewed: Iterable[str], examples: Iterable[str] = (), terms: Iterable[str] = ()) -> "Speller":
        """Learn from our texts. Every word of a reviewed text, and of the names of terms, is right; examples of how
        people write (which hold misspellings on purpose) only say how often words are used that are right anyway."""
        lists, own, pairs = word_lists(), Counter[str](), Counter[str]()
        named = list(terms)
        for text in (*reviewed, *named):
            words = WORD.findall(straight(text))
            own.update(words)
            pairs.update(map(" ".join, pairwise(words)))
        for text in examples:
            words = [word if word in own or lists.is_word(word) else "" for word in WORD.findall(straight(text))]
            own.update(filter(None, words))
            pairs.update(f"{first} {second}" for first, second in pairwise(words) if first and second)
        seen = {pair: count for pair, count in pairs.items() if count >= _SEEN and _may_run_together(pair)}
        return cls(own, seen, pairs_of_terms(named))

    @classmethod
    def from_json(cls, text: str) -> "Speller":
        """The speller that `to_json` wrote."""
        return cls(**json.loads(text))

    def to_json(self) -> str:
        """Our own words, pairs of them with their counts, and the pairs of terms, as a JSON object."""
        learned = {"own": self._own, "pairs": self._pairs, "terms": self._terms}
        return json.dumps(learned, ensure_ascii=False, sort_keys=True)

    def __reduce__(self) -> "tuple[Callable[[str], Speller], tuple[str]]":
        return Speller.from_json, (self.to_json(),)

    def is_right(self, word: str) -> bool:
        """Whether a word is right as it stands, whatever its case."""
        return self._mender.is_right(word)

    def correct_word(self, word: str) -> str:
        """The word as understood (it may become several), in the case it was typed in."""
        return self._mender.mend(word, Name.NO)

    def correct(self, text: str) -> Correction:
        """The whole text as understood. Spaces and punctuation stay; two words may become one, and one several."""
        spans = [match.span() for match in _PIECE.finditer(text)]
        names = guess_names(text, spans)
        parts = self._in_pairs(text, self._beside_others(text, self._understood(text, spans, names)))
        out: list[str] = []
        done = 0
        changed = [part for part in parts if text[part.start : part.end] != part.understood]
        for part in changed:
            out += (text[done : part.start], part.understood)
            done = part.end
        return Correction(
            "".join((*out, text[done:])),
            tuple((text[part.start : part.end], part.understood) for part in changed),
            tuple(part.start for part in changed),
        )

    def _understood(self, text: str, spans: Sequence[tuple[int, int]], names: Sequence[Name]) -> list["_Part"]:
        """Each word, or two halves of one, with what it means."""
        parts: list[_Part] = []
        index = guesses = 0
        # Where most words are unknown, it is likely another language or names, which a guess would turn into nonsense.
        wrong = [self._mender.may_guess(text[slice(*span)]) for span in spans]
        foreign = 2 * sum(wrong) >= max(3, len(spans))
        while index < len(spans):
            start, end = spans[index]
            word = text[start:end]
            second = spans[index + 1] if index + 1 < len(spans) and Name.YES not in names[index : index + 2] else None
            if second and text[end : second[0]] == " " and self._mender.are_halves(word, text[slice(*second)]):
                parts.append(_Part(start, second[1], in_case_of(word, straight(word + text[slice(*second)]))))
                index += 2
                continue
            guesses += wrong[index] and not self._mender.has_guessed(word)
            name = Name.MAYBE if foreign and names[index] is Name.NO else names[index]
            parts.append(_Part(start, end, self._mender.mend(word, name) if guesses <= _MOST_GUESSES else word))
            index += 1
        return parts

    def _beside_others(self, text: str, parts: Sequence["_Part"]) -> list["_Part"]:
        """The parts, with words that are a slip inside a term ("manged account") mended."""
        words = ["", *(straight(part.understood) for part in parts), ""]
        mended = list(parts)
        for place, part in enumerate(parts):
            typed = text[part.start : part.end]
            if part.understood == typed and not (typed[:1].isupper() and not typed.isupper()):
                before = words[place] if place and text[parts[place - 1].end : part.start] == " " else ""
                after = words[place + 2] if text[part.end : part.end + 1] == " " else ""
                meant = self._beside.meant(words[place + 1], before, after)
                mended[place] = _Part(part.start, part.end, in_case_of(typed, meant)) if meant else part
        return mended

    def _in_pairs(self, text: str, parts: Sequence["_Part"]) -> list["_Part"]:
        """The parts, with pairs of the shorthand table made one ("wheel chair", "4 me")."""
        pairs = shorthand().pairs
        paired: list[_Part] = []
        for part in parts:
            before = paired[-1] if paired else None
            if before and text[before.end : part.start] == " ":
                understood = straight(before.understood), straight(part.understood)
                typed = straight(text[before.start : before.end]), straight(text[part.start : part.end])
                meaning = pairs.get(understood) or pairs.get(typed)
                if meaning is not None:
                    paired[-1] = _Part(before.start, part.end, in_case_of(before.understood, meaning))
                    continue
            paired.append(part)
        return paired


def _may_run_together(pair: str) -> bool:
    """Whether two words, run together, would not be another word, and not too short to tell."""
    joined = pair.replace(" ", "")
    return joined.isalpha() and len(joined) >= SHORTEST_RUN_TOGETHER and not word_lists().is_word(joined)
