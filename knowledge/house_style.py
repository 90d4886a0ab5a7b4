"""How Navigator writes: words to avoid, British spelling, and words that are words. From house_style.yml."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from knowledge.fields import Fields
from knowledge.located import read_yaml
from language.word_lists import word_lists

_FILE = Path(__file__).parent / "house_style.yml"
_ADDRESS = re.compile(r"\S+@\S+|(?:https?://)?\b[\w-]+(?:\.[\w-]+)+(?:/\S*)?")
_PLACEHOLDER = re.compile(r"\{\w*\}|\[[^\]]*\]")
_WORD = re.compile(r"(?<![\w'’])[^\W\d_]+(?:['’-][^\W\d_]+)*")
# An American spelling, made from a British one: the first that fits the end or the inside of the word.
_AMERICAN = (
    (r"isation", "ization"),
    (r"is(e[drs]?|ing|able)$", r"iz\1"),
    (r"ys(e[drs]?|ing)$", r"yz\1"),
    (r"our", "or"),
    (r"tre(s?)$", r"ter\1"),
    (r"ll(ed|ing|er|ers)$", r"l\1"),
    (r"ogue(s?)$", r"og\1"),
    (r"ae|oe", "e"),
    (r"ence(s?)$", r"ense\1"),
)
_IZE = re.compile(r"\b[a-z]+(?:iz(?:e[drs]?|ing|ations?)|yz(?:e[drs]?|ing))\b", re.IGNORECASE)

Finding = tuple[str, str]


@dataclass(frozen=True)
class Avoided:
    """A turn of phrase to avoid, what to do instead, and in which registers; in all when `only` is empty."""

    pattern: re.Pattern[str]
    instead: str
    only: frozenset[str]


@dataclass(frozen=True)
class HouseStyle:
    """What house_style.yml says, with the American spellings worked out."""

    avoided: tuple[Avoided, ...]
    american: re.Pattern[str]
    ize: frozenset[str]


@cache
def house_style(file: Path = _FILE) -> HouseStyle:
    """Read once for each process. Raises ContentError."""
    document = read_yaml(file)
    avoided = []
    for index in range(len(Fields(document).items("avoid"))):
        read = Fields(document, ("avoid", index))
        pattern = re.compile(read.text("pattern"), re.IGNORECASE)
        avoided.append(Avoided(pattern, read.text("instead"), frozenset(read.texts("only", required=False))))
    american = {*Fields(document).texts("american"), *_american_forms()} - {*Fields(document).texts("british_too")}
    any_of = "|".join(re.escape(word) for word in sorted(american, key=len, reverse=True))
    return HouseStyle(
        tuple(avoided),
        re.compile(rf"(?<![\w-])(?:{any_of})(?![\w-])", re.IGNORECASE),
        frozenset(Fields(document).texts("ize")),
    )


def check_style(text: str, name: str) -> Iterator[Finding]:
    """Turns of phrase that are not how Navigator writes, and American spellings, in the register `name`."""
    style = house_style()
    for avoided in style.avoided:
        if (not avoided.only or name in avoided.only) and (found := avoided.pattern.search(text)):
            yield f'`{name}` says "{found.group()}"', avoided.instead
    american = {found.group() for found in style.american.finditer(text)}
    american |= {word for word in _IZE.findall(text) if word.lower() not in style.ize}
    for word in sorted(american):
        yield f'`{name}` has "{word}"', "Use the British spelling or word"


def check_words(text: str, name: str, known: frozenset[str]) -> Iterator[Finding]:
    """Words in small letters that no list has: misspelt, or to be added. `known`: names and terms of the content.

    Words with a capital are names of people, places and bodies, and are left alone; so are addresses.
    """
    lists, easy = word_lists(), _words_of_names(known)
    plain = _PLACEHOLDER.sub(" ", _ADDRESS.sub(" ", text))
    for word in sorted({found.replace("’", "'") for found in _WORD.findall(plain)}):
        bare = word.removesuffix("'s").removesuffix("s'").replace("'", "")
        if not word.islower() or len(bare) < 3 or any(lists.is_word(each) or each in easy for each in (word, bare)):
            continue
        if bare.removesuffix("s") not in easy:
            mend = "Mend it, or add it to language/british.yml"
            yield f'`{name}` has "{word}", which is in no word list', mend


@cache
def _words_of_names(known: frozenset[str]) -> frozenset[str]:
    return frozenset(word.lower().replace("’", "'") for name in known for word in _WORD.findall(name))


def _american_forms() -> Iterator[str]:
    lists = word_lists()
    for word in lists.additions:
        for british, american in _AMERICAN:
            if (changed := re.sub(british, american, word)) != word:
                if changed not in lists.additions and len(changed) > 3:  # "our" would make "or"
                    yield changed
                break
