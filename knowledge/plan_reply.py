"""The plan as the chat says it: in short with links, as a text with MORE, and for an adviser to read out. Pure."""

from collections.abc import Sequence

from common.replies import Choice, Contact, Link, Reply, Words
from knowledge.flow_words import fill, fill_text
from knowledge.plan_content import PlanWords
from knowledge.plan_shape import Plan, in_words
from knowledge.texting import fits_a_text

INTENT = "my_plan"
MORE = "more"
PAGE, PDF = "/chat/plan", "/chat/plan.pdf"
_MOST_TO_RING = 3


def plan_reply(plan: Plan, words: PlanWords, channel: str, has_flow: bool = False) -> Reply:
    """What the plan comes to, in short. On the web with links to the page and the PDF.

    has_flow: a guided conversation waits, and a text has to offer the way back.
    """
    if plan.is_empty:
        return words.sayings["empty"].reply(
            {}, Choice(words.labels["start"], "start_steps"), Choice(words.labels["check"], "check_eligibility")
        )
    person = Choice(words.labels["person"], "talk_to_person")
    more = (Choice(words.labels["more"], INTENT, {"option": MORE}),) if channel == "sms" else ()
    letters = () if channel == "sms" else (Choice(words.labels["letters"], "write_letter"),)
    links = () if channel == "sms" else _links(words)
    choices = (*more, *letters, *_way_back(words, channel, has_flow), person)
    shown = plan.to_ask
    while True:
        reply = Reply(words=_said(plan, words, shown), choices=choices, links=links)
        if fits_a_text([reply]) or not shown:
            return reply
        shown = shown[:-1]


def more_reply(plan: Plan, words: PlanWords, has_flow: bool = False) -> Reply:
    """The rest, for a text: who to ring, and the dates. Fewer numbers until it fits."""
    ring = plan.section("ring")
    contacts = ring.contacts[:_MOST_TO_RING] if ring else ()
    person = Choice(words.labels["person"], "talk_to_person")
    while True:
        values = {"ring": _ring(contacts), "dates": _dates(plan, words)}
        reply = words.sayings["more"].reply(values, *_way_back(words, "sms", has_flow), person)
        if fits_a_text([reply]) or len(contacts) < 2:
            return reply
        contacts = contacts[:-1]


def _said(plan: Plan, words: PlanWords, sms: Sequence[str]) -> Words:
    """The words; a text names only as much of what is still to ask as it has room for."""
    saying = words.sayings[_key(plan)].words
    ring = plan.section("ring")
    where = plan.where or Words(plain="")
    values = {
        "ring": _ring(ring.contacts if ring else ()),
        "dates": _dates(plan, words),
        "question_lines": "\n".join(f"- {each}" for each in plan.to_ask),
    }
    said = fill(saying, values)
    text = fill_text(saying.sms, {"where": where.plain, "questions": "; ".join(sms) or "see MORE"})
    return Words(
        plain=fill_text(said.plain, {"where": where.plain}).replace("  ", " "),
        simple=fill_text(said.simple, {"where": where.simple}).replace("\n\n", "\n"),
        sms=" ".join(text.split()),
        adviser=fill_text(said.adviser, {"where": where.plain}),
    )


def _key(plan: Plan) -> str:
    """Nothing is left to ask about only once all was asked."""
    return "plan" if plan.to_ask else "plan_clear" if plan.is_finished else "plan_early"


def _way_back(words: PlanWords, channel: str, has_flow: bool) -> tuple[Choice, ...]:
    return (Choice(words.labels["go_on"], "where_was_i"),) if has_flow and channel == "sms" else ()


def _links(words: PlanWords) -> tuple[Link, ...]:
    return (
        Link(words.labels["print"], PAGE),
        Link(words.labels["pdf"], PDF),
        Link(words.labels["pdf_simple"], f"{PDF}?words=simple"),
    )


def _ring(contacts: Sequence[Contact]) -> str:
    ways = ((each.name.partition(":")[0], each.phone or each.text or each.url) for each in contacts)
    return ", ".join(f"{name} {way}".strip() for name, way in ways)


def _dates(plan: Plan, words: PlanWords) -> str:
    """The promise, if there is one, and when to look again, in a line."""
    section = plan.section("dates")
    lines = [line.plain for line in section.lines] if section else []
    look_again = fill_text(words.labels["look_again"], {"day": in_words(plan.look_again_on)})
    return " ".join([*lines[:-1], look_again])
