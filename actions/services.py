"""What the actions work with: knowledge, settings and the database, opened once for each process."""

from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from secrets import token_bytes

from actions.origins import Origins
from casework.database import Database
from common.opening_hours import OpeningHours
from common.replies import Contact, Reply
from common.settings import Settings
from knowledge.balance import BalanceAnswers
from knowledge.eligibility import EligibilityFlow
from knowledge.flow import Flow
from knowledge.glossary import load_glossary
from knowledge.hand_over import HandOverFlow
from knowledge.helplines import LOCAL_OFFERS, Helplines
from knowledge.identity import IdentityFlow
from knowledge.languages import Languages
from knowledge.options_guide import OptionsFlow
from knowledge.search import Search
from knowledge.steps import StepsFlow
from knowledge.term_finder import TermFinder
from knowledge.wording import Wording, load_wording

ELSEWHERE = "out_of_scope"
COUNCIL = "council"
"""In the `helplines` of a reply: the council's main contact."""
KNOWLEDGE = Path(__file__).parent.parent / "knowledge"


@dataclass
class Services:
    """Opened by bot/ (or by the first action of a stock Rasa action server) and shared by all turns.

    identity_key: what one-time codes follow from; origins: from where each conversation was last written to.
    """

    settings: Settings
    database: Database
    search: Search
    identity_key: bytes = field(default_factory=lambda: token_bytes(32), repr=False)
    origins: Origins = field(default_factory=Origins, repr=False)

    @cached_property
    def wording(self) -> Wording:
        """System replies of knowledge/replies."""
        return load_wording(KNOWLEDGE)

    @cached_property
    def facts_for_wording(self) -> dict[str, str]:
        """What system replies may name: the council, and for how many days what is kept."""
        kept = self.settings.retention
        return {
            "council": self.settings.council.name,
            "days": str(kept.conversation_days),
            "text_days": str(kept.raw_text_days),
        }

    @cached_property
    def terms(self) -> TermFinder:
        """The words of knowledge/glossary.yml that answers use."""
        return TermFinder(load_glossary(KNOWLEDGE), self.search.content.facts)

    @cached_property
    def helplines(self) -> Helplines:
        """National helplines of knowledge/helplines.yml."""
        return Helplines.load()

    def answer(self, answer_id: str) -> Reply:
        """A reviewed answer with its sources, its terms, and the helplines it names as far as their numbers may show.

        Raises KeyError for an unknown id.
        """
        answer = self.search.content.answers[answer_id]
        contacts: list[Contact] = []
        for key in answer.helplines:
            contacts += self.local_offers() if key == LOCAL_OFFERS else [self.helpline(key)]
        reply = self.options.comparison.beside(answer_id, self.search.answer(answer_id))
        return replace(reply, contacts=tuple(contacts), terms=self.terms.find(answer.plain, answer))

    @cached_property
    def languages(self) -> Languages:
        """A line in each of the languages most spoken here."""
        return Languages.load(KNOWLEDGE)

    def elsewhere(self, kind: str, language: str = "") -> Reply:
        """Where to go with what we know nothing about (knowledge/replies/elsewhere.yml), and how to reach them there.

        kind: empty where it is not clear; language: of the message, when it is not English. Raises WordingError for a
        kind without a reply.
        """
        reply_id = f"{ELSEWHERE}/{kind}" if kind else ELSEWHERE
        reply = self.wording.say(reply_id, **self.settings.names())
        contacts = (self._main_contact() if key == COUNCIL else self.helpline(key) for key in self._named(reply_id))
        return self.languages.beside(replace(reply, contacts=tuple(contacts)), language)

    def _named(self, reply_id: str) -> tuple[str, ...]:
        return self.wording.helplines.get(reply_id, ())

    def _main_contact(self) -> Contact:
        return Contact(
            name=self.settings.council.name,
            phone=self.settings.contacts.main_phone,
            url=self.settings.council.website,
        )

    def helpline(self, key: str) -> Contact:
        """A helpline with its number, as far as that may be shown. Raises KeyError for an unknown key."""
        return self.helplines.contact(key, self.settings.show_numbers_not_ring_tested, self.settings.contact_values())

    def local_offers(self) -> tuple[Contact, ...]:
        """People near who help with personal budgets, as council.yml lists them."""
        return tuple(
            Contact(name=f"{offer.name}: {offer.about}", phone=offer.phone, email=offer.email, url=offer.website)
            for offer in self.settings.local_offers
        )

    @cached_property
    def options(self) -> OptionsFlow:
        """The ways to hold a budget, side by side, and the questions about which one suits."""
        return OptionsFlow.load(KNOWLEDGE / "options")

    @cached_property
    def balance(self) -> BalanceAnswers:
        """What is said of somebody's own money."""
        return BalanceAnswers.load(KNOWLEDGE / "balance")

    @cached_property
    def opening_hours(self) -> OpeningHours:
        """When advisers are there."""
        return OpeningHours(self.settings)

    @cached_property
    def flows(self) -> dict[str, Flow]:
        """The guided conversations by name."""
        flows: tuple[Flow, ...] = (
            StepsFlow.load(KNOWLEDGE / "steps"),
            EligibilityFlow.load(KNOWLEDGE / "eligibility"),
            self.options,
            HandOverFlow.load(KNOWLEDGE / "hand_over"),
            IdentityFlow.load(KNOWLEDGE / "identity"),
        )
        return {flow.name: flow for flow in flows}


_services: Services | None = None


def use_services(services: Services) -> None:
    """Make them those of this process."""
    global _services
    _services = services


def get_services() -> Services:
    """Those of this process. Raises RuntimeError before `use_services`."""
    if _services is None:
        raise RuntimeError("use_services() was not called")
    return _services
