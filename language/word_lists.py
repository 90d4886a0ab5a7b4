"""The words that are right as they stand: the English list that symspellpy ships (MIT) and our own additions."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import yaml

_ENGLISH = "frequency_dictionary_en_82_765.txt"
_FOLDER = Path(__file__).parent
# British doubles and -ise forms that no list has in full: a word is also right if it is so with these exchanged.
_EXCHANGES = (
    ("isation", "ization"),
    ("ising", "izing"),
    ("ised", "ized"),
    ("iser", "izer"),
    ("ises", "izes"),
    ("ise", "ize"),
)
# "Underpaying" is a word although no list has it. Not "co", "mis" and "re": "comission" and "refussed" are none.
_PREFIXES = ("un", "under", "over", "pre", "non", "multi")
_SHORTEST_STEM = 5


@dataclass(frozen=True)
class WordLists:
    """english: word -> how often it was seen on the web; additions: further words; names and terms: never touched."""

    english: dict[str, int]
    additions: frozenset[str]
    names: frozenset[str]
    terms: frozenset[str]

    def is_word(self, word: str) -> bool:
        """Whether a word in small letters, without apostrophes other than inside it, is right as it stands."""
        if word in self.english or word in self.additions or word in self.names or word in self.terms:
            return True
        if word.endswith("'s") or word.endswith("s'"):
            return self.is_word(word[:-2])
        if "-" in word:
            return all(part and self.is_word(part) for part in word.split("-"))
        for british, american in _EXCHANGES:
            if word.endswith(british):
                return word.removesuffix(british) + american in self.english
        return any(
            word.startswith(prefix)
            and len(word) >= len(prefix) + _SHORTEST_STEM
            and word[len(prefix) :] in self.english
            for prefix in _PREFIXES
        )


@dataclass(frozen=True)
class Shorthand:
    """What people write on a phone -> what it stands for, in small letters."""

    words: dict[str, str]
    pairs: dict[tuple[str, str], str]


@cache
def word_lists() -> WordLists:
    """The lists, read once for each process. Raises FileNotFoundError if symspellpy no longer ships its list."""
    english: dict[str, int] = {}
    for line in (files("symspellpy") / _ENGLISH).read_text(encoding="utf-8-sig").splitlines():
        word, _, count = line.partition(" ")
        english[word] = int(count)
    own = yaml.safe_load((_FOLDER / "british.yml").read_text(encoding="utf-8"))
    return WordLists(english, *(frozenset(own[part].split()) for part in ("words", "names", "terms")))


@cache
def shorthand() -> Shorthand:
    """The table in shorthand.yml, read once for each process."""
    table = yaml.safe_load((_FOLDER / "shorthand.yml").read_text(encoding="utf-8"))
    pairs = {}
    for pair, meaning in table["pairs"].items():
        first, second = pair.split()
        pairs[first, second] = meaning
    return Shorthand(table["words"], pairs)
