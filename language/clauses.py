"""Where one message holds two requests: "whats chc and how long does it take", "yes but who decides". Pure.

Only a clause that asks or tells something by itself is one: "food and heating" stays together, and so does "he is blind
and can walk a bit". Lists of small words, no model: what is said in the clauses is for others to understand.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from language.choice_words import PHRASES


def _words(block: str) -> frozenset[str]:
    return frozenset(block.split())


def _phrases(block: str) -> frozenset[str]:
    return frozenset(phrase.strip() for phrase in block.split("|"))


JOINTS = _words("and & also plus but then or n")
"""Words that may join two requests."""

FILLERS = _words("so please pls just then also really maybe well ok oh if not")
"""Words that may stand between a joint and its request ("and please", "if so")."""

_COURTESIES = _phrases(
    """thanks|thank you|thankyou|ta|cheers|thanks for that|ta for that|thank you for that|hi|hello|hiya|hey|hi there|
    hello there|good morning|good afternoon|good evening|ok thanks|ok thank you|ok|okay|right|next|go back|carry on|
    skip this step|next step|yes thanks|no thanks|sorry"""
)
_LEADS = frozenset(
    {
        *(phrase for family in ("yes", "no", "skip") for phrase in PHRASES[family]),
        *_COURTESIES,
    }
)
_MOST_LEADING = 4
_CARRIERS = _words(
    """know me wonder wondering wondered ask asked asking about explain understand understood if see out sure of on idea
    told is isnt was remember say said matter tell show depends decide decides learn find check from to for that than
    with in by just exactly like as so whats what how when where who why which and or but whether even really no"""
)
"""After these a question word goes on with the same request ("tell me how do i ...")."""

_ENDS = frozenset(".?!\n")
_PAUSES = frozenset(",;:-\u2013")
_TAGS = (["can", "you", "believe"], ["would", "you", "believe"])
_ASKING = _words("what whats wots wot wat how hows why whos whose wheres whens")
_WHICH = _words("who when where which")
_AUXILIARIES = _words("do does did can could will would is are am should shall may must cant dont isnt wont doesnt")
_VERBS = _words("decides decide pays pays signs owns gets looks checks runs keeps holds mends sees tells")
_PRONOUNS = _words("i we you u he she they it there this that these those someone somebody anyone anybody people")
_SUBJECTS = _PRONOUNS | _words(
    """my our your his her their mum dad mam nan one chc phb phbs nhs savings carers children family friends vat tax
    direct personal everyone"""
)
_INVERTED: dict[str, frozenset[str]] = {
    **dict.fromkeys(
        ("do", "did", "dont", "may", "must", "have", "has"), _PRONOUNS | _words("chc phb carers children savings")
    ),
    **dict.fromkeys(("is", "are", "am", "isnt", "was", "were"), _SUBJECTS),
    **{
        word: _SUBJECTS | _words("the a an")
        for word in ("does", "can", "could", "will", "would", "should", "shall", "cant", "wont", "doesnt")
    },
}
"""For each verb that may come first in a question, what must come next ("is my", and not "is bedbound")."""

_TELLING = re.compile(
    r"^(?:tell me|explain|show me|remind me|(?:i|we) (?:want|need|would like|wanna) to (?:know|talk|speak|ask)|"
    r"(?:id|wed) like to (?:know|talk|speak|ask)|let me (?:speak|talk)|(?:talk|speak) to)\b"
)


@dataclass(frozen=True)
class _Word:
    folded: str
    start: int
    gap: str


def clause_starts(text: str) -> list[int]:
    """Where in the text, beyond its beginning, a clause begins that asks or tells something by itself."""
    words = _split(text)
    starts: list[int] = []
    sentence = 0
    for index in range(1, len(words)):
        if _ENDS & set(words[index].gap):
            sentence = index
        elif _begins(words, sentence, index) and not (starts and _only_joints(words, starts[-1], index)):
            starts.append(words[index].start)
    return starts


def begins_request(text: str) -> bool:
    """Whether a text begins like a question or a wish to be told ("what is", "can i", "tell me")."""
    return _is_request([word.folded for word in _split(text)], joined=True)


def _begins(words: Sequence[_Word], sentence: int, index: int) -> bool:
    rest = [word.folded for word in words[index:]]
    if rest[0] in JOINTS:
        return _is_request(rest[1:], joined=True)
    if _PAUSES & set(words[index].gap):
        return len(rest) > 2 and rest[:3] not in _TAGS and _is_request(rest, joined=False)
    head = " ".join(word.folded for word in words[sentence:index])
    if index - sentence <= _MOST_LEADING and head in _LEADS:
        return _is_request(rest, joined=False)
    return index - sentence >= 2 and words[index - 1].folded not in _CARRIERS and _is_inverted(rest)


def _is_request(words: Sequence[str], joined: bool) -> bool:
    """joined: a word such as "and" stands before, so that "who" and "when" don't go on with what was said."""
    while words and (words[0] in FILLERS or words[0] in JOINTS):
        words = words[1:]
    if len(words) < 2:
        return False
    first, second = words[0], words[1]
    if first in _ASKING:
        return second not in {"ever", "not", "so", "is"} or first not in {"what", "how"} or second == "is"
    if first in _WHICH:
        if joined:
            return first in {"who", "which"} or second in _AUXILIARIES
        return second in _VERBS or (second in _INVERTED and len(words) > 2 and words[2] in _INVERTED[second])
    if first == "whether":
        return joined
    return second in _INVERTED.get(first, ()) or bool(_TELLING.match(" ".join(words[:6])))


def _is_inverted(words: Sequence[str]) -> bool:
    """Plainly a question although nothing separates it: "how do i", "what is", "how long"."""
    if len(words) < 3:
        return False
    first, second, third = words[:3]
    if first == "how" and second in {"long", "much", "many", "often", "soon"}:
        return True
    return first in _ASKING | _WHICH and second in _INVERTED and third in _INVERTED[second]


def _only_joints(words: Sequence[_Word], start: int, index: int) -> bool:
    """Whether nothing but joints and fillers stands between the last start and this word."""
    between = [word.folded for word in words[:index] if word.start >= start]
    return all(word in JOINTS or word in FILLERS for word in between)


def _split(text: str) -> list[_Word]:
    words, end = [], 0
    for found in re.finditer(r"&|\w+(?:['’]\w+)*", text):
        folded = re.sub(r"['’]", "", found.group().lower())
        words.append(_Word(folded, found.start(), text[end : found.start()]))
        end = found.end()
    return words
