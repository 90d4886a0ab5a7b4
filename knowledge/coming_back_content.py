"""What is said when somebody keeps their place or comes back, as read from knowledge/coming_back."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast, get_args

from knowledge.code_words import CodeWords
from knowledge.fields import Fields
from knowledge.flow import FreeText
from knowledge.flow_words import Saying, check_file, problem, read_sayings
from knowledge.located import Document, read_yaml
from knowledge.questions import AskedQuestion, read_question

QUESTIONS = ("consent", "again", "choose", "word", "code", "open")
_SAYINGS = (
    "kept", "may_i", "not_kept", "made", "shown_before", "ready", "ready_with_word", "word_short", "word_code",
    "word_plain", "unreadable", "unknown", "too_many", "lost", "found", "found_locked", "opened", "closed",
    "wrong_word", "locked", "where", "offer", "moved_on",
)  # fmt: skip


@dataclass(frozen=True)
class Question(AskedQuestion):
    """One question. `free_text`: secret where a code or a word is typed."""

    free_text: FreeText


@dataclass(frozen=True)
class ComingBack:
    """All questions and sayings, the words of codes, and how an adviser spells them out."""

    questions: Mapping[str, Question]
    sayings: Mapping[str, Saying]
    codes: CodeWords
    alphabet: tuple[str, ...]

    def spelled(self, code: str) -> str:
        """A code letter by letter, as said on the phone: apple: Alpha, Papa, Papa, Lima, Echo."""
        by_letter = {word[0].lower(): word for word in self.alphabet}
        words = (f"{word}: {', '.join(by_letter[letter] for letter in word)}" for word in code.split("-"))
        return "; ".join(words)


def load_coming_back(folder: Path) -> ComingBack:
    """Read knowledge/coming_back. Raises ContentError (file, line, problem, mend)."""
    asked, words = read_yaml(folder / "questions.yml"), read_yaml(folder / "words.yml")
    check_file(asked)
    check_file(words)
    sayings = read_sayings(words, "sayings")
    for key in _SAYINGS:
        if key not in sayings:
            raise problem(words, ("sayings",), f"the saying `{key}` is missing", "Add it with its four registers")
    alphabet = Fields(words).texts("alphabet")
    if "".join(word[0].lower() for word in alphabet) != "abcdefghijklmnopqrstuvwxyz":
        raise problem(words, ("alphabet",), "the alphabet is not one word a letter, in order", "Give 26 words, A to Z")
    questions = {key: _question(asked, key) for key in QUESTIONS}
    return ComingBack(questions, sayings, CodeWords.load(folder / "code_words.txt"), alphabet)


def _question(document: Document, key: str) -> Question:
    free_text = Fields(document, (key,)).text("free_text", required=False)
    if free_text not in get_args(FreeText):
        raise problem(document, (key, "free_text"), f"`{free_text}` is no kind of free text", "Use secret")
    return Question(**vars(read_question(document, key)), free_text=cast(FreeText, free_text))
