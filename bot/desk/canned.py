"""Ready answers for advisers: the reviewed content, found by search, in the register that they choose."""

from dataclasses import dataclass
from typing import Any

from actions.services import Services
from common.replies import Reply, Source, Words
from knowledge.texting import split
from language.encoder import shared_encoder

REGISTERS = ("plain", "simple", "sms", "adviser")


@dataclass(frozen=True)
class Canned:
    """One answer that fits. `registers`: its words by register, as far as it has them."""

    id: str
    title: str
    registers: dict[str, str]
    sources: tuple[Source, ...]


def find(services: Services, text: str, limit: int = 5, first: str = "plain") -> list[Canned]:
    """The likeliest answers to what an adviser typed, best first; none for an empty text.

    first: the register that the person reads, which comes first.
    """
    text = text.strip()[:300]
    if not text:
        return []
    ranked = services.search.rank(text, shared_encoder().encode([text])[0], limit)
    return [get(services, each.id, first) for each in ranked]


def get(services: Services, answer_id: str, first: str = "plain") -> Canned:
    """An answer by its id. Raises KeyError."""
    answer, reply = services.search.content.answers[answer_id], services.answer(answer_id)
    names = sorted(REGISTERS, key=lambda name: name != first)
    words = {name: getattr(reply.words, name) for name in names}
    return Canned(answer_id, answer.title, {name: text for name, text in words.items() if text}, reply.sources)


def replies_from(
    services: Services, speaker: str, text: str, answer_id: str, by_text: bool = False
) -> list[dict[str, Any]]:
    """What an adviser says as JSON of replies: one, or for texts (`by_text`) one for each text that it takes.

    The last has the sources of the answer they used (empty: none). An unknown answer has none.
    """
    known = answer_id in services.search.content.answers
    sources = get(services, answer_id).sources if known else ()
    *first, last = split(text.replace("**", "")) if by_text else [text]
    replies = [Reply(words=Words(plain=each, sms=each), speaker=speaker) for each in first]
    whole = Words(plain=last, sms=last if by_text else "")
    return [reply.to_json() for reply in (*replies, Reply(words=whole, speaker=speaker, sources=sources))]
