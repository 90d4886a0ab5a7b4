"""What a text says: replies of the assistant, and what is said about texting itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from actions.services import KNOWLEDGE, Services
from common.outcomes import Outcome
from common.replies import Reply
from knowledge.discreet import Discreet
from knowledge.texting import pages, text_pages


@dataclass(frozen=True)
class Written:
    """A text, and the texts that MORE brings. is_withheld: it stands for one that the phone may not show."""

    text: str
    rest: tuple[str, ...] = ()
    is_withheld: bool = False


class TextWords:
    """Writes texts. is_private: nobody else reads the phone."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._discreet = Discreet.load(KNOWLEDGE)

    def notice(self, wording_id: str) -> str:
        """A saying about texting (knowledge/replies/texts.yml), as one text."""
        settings = self._services.settings
        said = self._services.wording.say(
            wording_id,
            council=settings.council.name,
            short_name=settings.council.short_name,
            text_days=settings.retention.raw_text_days,
            phone=settings.contacts.adult_social_care_phone,
            website=settings.council.website,
        )
        return pages(said.words.register("sms"))[0]

    def answer(self, replies: Sequence[Reply], is_private: bool, is_crisis: bool = False) -> Written:
        """The replies to one message as a text. Help in danger is never held back."""
        first, *rest = text_pages(replies)
        if is_private or is_crisis or not any(self._discreet.tells(each) for each in (first, *rest)):
            return Written(first, tuple(rest))
        return Written(self.notice("text_withheld"), is_withheld=True)

    def shown_as(self, rest: Sequence[str], is_private: bool) -> Written:
        """The next text of those that MORE brings."""
        first, *later = rest
        if is_private or not self._discreet.tells(first):
            return Written(first, tuple(later))
        return Written(self.notice("text_withheld"), is_withheld=True)


def is_crisis(outcome: Outcome) -> bool:
    """Whether a message was answered with help in danger."""
    return outcome is Outcome.CRISIS
