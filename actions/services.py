"""What the actions work with: knowledge, settings and the database, opened once for each process."""

from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from actions.origins import Origins
from casework.database import Database
from common.opening_hours import OpeningHours
from common.replies import Contact, Reply
from common.secret_key import key_for
from common.settings import Settings
from knowledge.balance import BalanceAnswers
from knowledge.coming_back import ComingBackFlow
from knowledge.eligibility import EligibilityFlow
from knowledge.flow import Flow
from knowledge.glossary import load_glossary
from knowledge.hand_over import HandOverFlow
from knowledge.helplines import LOCAL_OFFERS, Helplines
from knowledge.identity import IdentityFlow
from knowledge.languages import Languages
from knowledge.letter_choice import LetterChoice, load_letter_choice
from knowledge.options_guide import OptionsFlow
from knowledge.plan_content import load_plan_words
from knowledge.plan_found import PlanContent
from knowledge.search import Search
from knowledge.steps import StepsFlow
from knowledge.sums import SumsFlow
from knowledge.term_finder import TermFinder
from knowledge.travel import Travel
from knowledge.wording import Wording, load_wording
from language.safety import SafetyGate

ELSEWHERE = "out_of_scope"
COUNCIL = "council"
"""In the `helplines` of a reply: the council's main contact."""
NEAR = {
    "near_advice": frozenset({"independent_advice", "advocacy"}),
    "near_people": frozenset({"peer_support", "user_led", "face_to_face"}),
}
"""What the walk calls people near, by what council.yml says that they give."""
KNOWLEDGE = Path(__file__).parent.parent / "knowledge"


@dataclass
class Services:
    """Opened by bot/ (or by the first action of a stock Rasa action server) and shared by all turns.

    secret_key: what codes are hashed with (`common.secret_key`).
    origins: from where each conversation was last written to.
    """

    settings: Settings
    database: Database
    search: Search
    secret_key: bytes = field(repr=False)
    origins: Origins = field(default_factory=Origins, repr=False)

    @property
    def identity_key(self) -> bytes:
        """What one-time codes follow from, and references are hidden with."""
        return key_for(self.secret_key, "identity")

    @cached_property
    def phone_key(self) -> bytes:
        """What numbers of phones that text are hashed and sealed with."""
        return key_for(self.secret_key, "phones")

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
        reply = self.sums.beside(answer_id, reply) if self.settings.features.sums else reply
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

    def local_offers(self, kinds: frozenset[str] | None = None) -> tuple[Contact, ...]:
        """People near who help with personal budgets, as council.yml lists them; all, or those of these kinds."""
        return tuple(
            Contact(name=f"{offer.name}: {offer.about}", phone=offer.phone, email=offer.email, url=offer.website)
            for offer in self.settings.local_offers
            if kinds is None or kinds & ({*offer.kinds} or {"peer_support"})
        )

    @cached_property
    def contacts(self) -> dict[str, tuple[Contact, ...]]:
        """Who can help, for the flows: each helpline by its key, and people near by what they give."""
        national = {key: (self.helpline(key),) for key in self.helplines.lines}
        return national | {key: self.local_offers(kinds) for key, kinds in NEAR.items()}

    @cached_property
    def options(self) -> OptionsFlow:
        """The ways to hold a budget, side by side, and the questions about which one suits."""
        return OptionsFlow.load(KNOWLEDGE / "options")

    @cached_property
    def plan_content(self) -> PlanContent:
        """What a plan is made from."""
        check = EligibilityFlow.load(KNOWLEDGE / "eligibility").check
        return PlanContent(load_plan_words(KNOWLEDGE / "plan"), self.steps.walk, check, self.options, self.sums)

    @cached_property
    def letter_choice(self) -> LetterChoice:
        """The letters, and which of them somebody wants."""
        return load_letter_choice(KNOWLEDGE / "plan")

    @cached_property
    def sums(self) -> SumsFlow:
        """What employing somebody costs and a budget buys, with its rates by date."""
        return SumsFlow.load(KNOWLEDGE)

    @cached_property
    def balance(self) -> BalanceAnswers:
        """What is said of somebody's own money."""
        return BalanceAnswers.load(KNOWLEDGE / "balance")

    @cached_property
    def steps(self) -> StepsFlow:
        """The walk through the seven steps."""
        return StepsFlow.load(KNOWLEDGE / "steps")

    @cached_property
    def opening_hours(self) -> OpeningHours:
        """When advisers are there."""
        return OpeningHours(self.settings)

    @cached_property
    def flows(self) -> dict[str, Flow]:
        """The guided conversations by name."""
        flows: tuple[Flow, ...] = (
            self.steps,
            EligibilityFlow.load(KNOWLEDGE / "eligibility"),
            self.options,
            self.sums,
            HandOverFlow.load(KNOWLEDGE / "hand_over"),
            self.coming_back,
            IdentityFlow.load(KNOWLEDGE / "identity"),
        )
        return {flow.name: flow for flow in flows}

    @cached_property
    def coming_back(self) -> ComingBackFlow:
        """Keeping one's place under a code, and going on with one."""
        return ComingBackFlow.load(KNOWLEDGE / "coming_back")

    @cached_property
    def travel(self) -> Travel:
        """What of a walk may travel to another conversation."""
        return Travel.load(KNOWLEDGE / "coming_back", self.flows)

    @cached_property
    def gate(self) -> SafetyGate:
        """The safety gate that reads every message."""
        return SafetyGate.load()


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
