"""Ready answers for advisers: the reviewed content, found by search, in the register that they choose."""

from dataclasses import dataclass

from actions.services import Services
from common.replies import Reply, Source, Words
from language.encoder import shared_encoder

REGISTERS = ("plain", "simple", "sms", "adviser")


@dataclass(frozen=True)
class Canned:
    """One answer that fits. `registers`: its words by register, as far as it has them."""

    id: str
    title: str
    registers: dict[str, str]
    sources: tuple[Source, ...]


def find(services: Services, text: str, limit: int = 5) -> list[Canned]:
    """The likeliest answers to what an adviser typed, best first; none for an empty text."""
    text = text.strip()[:300]
    if not text:
        return []
    ranked = services.search.rank(text, shared_encoder().encode([text])[0], limit)
    return [get(services, each.id) for each in ranked]


def get(services: Services, answer_id: str) -> Canned:
    """An answer by its id. Raises KeyError."""
    answer, reply = services.search.content.answers[answer_id], services.answer(answer_id)
    words = {name: getattr(reply.words, name) for name in REGISTERS}
    return Canned(answer_id, answer.title, {name: text for name, text in words.items() if text}, reply.sources)


def reply_from(services: Services, speaker: str, text: str, answer_id: str) -> Reply:
    """What an adviser says, with the sources of the answer they used (empty: none). An unknown answer has none."""
    known = answer_id in services.search.content.answers
    return Reply(words=Words(plain=text), speaker=speaker, sources=get(services, answer_id).sources if known else ())
