"""The words of the guided conversations: lengths, reading age, links, facts, and errors that say what to mend."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from common.replies import Reply
from knowledge.check import known_words
from knowledge.check_wording import check_wording
from knowledge.coming_back import ComingBackFlow, Told
from knowledge.content import load_answers
from knowledge.eligibility import EligibilityFlow
from knowledge.evidence import load_facts
from knowledge.fields import Fields
from knowledge.flow import Flow, FlowContext, FlowResult, Move
from knowledge.gsm7 import TWO_PARTS, fits, septets
from knowledge.hand_over import HandOverFlow
from knowledge.letters import load_letters
from knowledge.located import ContentError, read_yaml
from knowledge.options_guide import OptionsFlow
from knowledge.reading_age import word_count
from knowledge.steps import StepsFlow
from knowledge.sums import SumsFlow
from knowledge.sums_content import SumsContent
from knowledge.texting import sms_text, text_pages
from tests.policy.walking import CONTACTS, kind_of

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"
FILES = sorted(
    file
    for name in ("steps", "eligibility", "options", "sums", "hand_over", "letters", "coming_back", "plan")
    for file in (KNOWLEDGE / name).rglob("*.yml")
)
TODAY = date(2026, 11, 25)
LETTER = "letter"
"""Where a flow shows a letter, which may be longer than a reply."""

FLOWS: dict[str, Flow] = {
    "steps": StepsFlow.load(KNOWLEDGE / "steps"),
    "eligibility": EligibilityFlow.load(KNOWLEDGE / "eligibility"),
    "hand_over": HandOverFlow.load(KNOWLEDGE / "hand_over"),
    "options": OptionsFlow.load(KNOWLEDGE / "options"),
    "coming_back": ComingBackFlow.load(KNOWLEDGE / "coming_back"),
    "sums": SumsFlow.load(KNOWLEDGE),
}
CONTEXT = FlowContext(
    now=datetime(2026, 11, 22, 12, tzinfo=UTC),
    channel="sms",
    values={
        "council": "Exampleshire Council",
        "icb_name": "NHS Exampleshire Integrated Care Board",
        "open_now": "yes",
        "opens_at": "Wednesday 30 September at 9:30am",
        "hours": "Monday to Thursday 9am to 5pm, Friday 9am to 4:30pm",
        "promised_by": "Wednesday 30 September at 4:30pm",
        "adult_social_care_phone": "01632 960001",
        "code_days": "365",
    },
    contacts=CONTACTS,
)
DONE = {
    "reference": "NAV-7KQ4XD",
    "promised_by": "Wednesday 30 September at 4:30pm",
    "code": "avocado-biscuit-cyclone",
    "spelled": "avocado: Alpha",
}
_FOUND = {Told.JOURNEY: "7", Told.STEP: "5", Told.TITLE: "people, not only websites", Told.LEFT: "4 tries"}
RECORDS: tuple[dict[str, str], ...] = (
    {},
    {Told.HAS_CODE: "yes"},
    {Told.HAS_CODE: "yes", Told.HAS_WORD: "yes"},
    {Told.LOOKED_UP: "unknown", Told.TROUBLE: "short"},
    {Told.LOOKED_UP: "too_many", Told.TROUBLE: "code"},
    {**_FOUND, Told.LOOKED_UP: "found", Told.TROUBLE: "plain"},
    {**_FOUND, Told.LOOKED_UP: "locked", Told.HAS_WORD: "yes"},
    *(
        {**_FOUND, Told.LOOKED_UP: "found", Told.HAS_WORD: "yes", Told.CHECKED: came}
        for came in ("right", "wrong", "last")
    ),
)
"""What the records may say to a code or a word."""
KINDS = (
    "start", "next", "back", "repeat", "skip", "more", "why", "where", "simpler", "start_over", "change", "answer",
)  # fmt: skip
FIGURES = ("17.75", "£15 an hour", "£1,400 every 4 weeks")
TYPED = ("07700 900123", "01632 960001", "not a number")


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_the_wording_keeps_to_the_limits(file: Path) -> None:
    assert list(check_wording(file, known_words(KNOWLEDGE), TODAY, dated=True)) == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_the_facts_are_there_and_not_of_low_confidence(file: Path) -> None:
    facts = load_facts(KNOWLEDGE)
    for fact in Fields(read_yaml(file)).texts("facts"):
        assert facts[fact].confidence != "low", fact


@cache
def turns(name: str) -> list[FlowResult]:
    """What every move says, from one state of each kind that can be reached."""
    return [*_turns(FLOWS[name])]


def _turns(flow: Flow) -> Iterator[FlowResult]:
    for told in RECORDS if flow.name == "coming_back" else ({},):
        yield from _turns_where(flow, replace(CONTEXT, values={**CONTEXT.values, **told}))


def _turns_where(flow: Flow, context: FlowContext) -> Iterator[FlowResult]:
    seen: set[str] = set()
    waiting: list[Any] = [None]
    while waiting:
        state = waiting.pop()
        reached = [flow.move(state, move, context) for move in _moves(flow, state)]
        reached += [flow.reminder(state, CONTEXT)] if state else []
        yield from reached
        for result in reached:
            if result.state is not None and (kind := _kind(flow, result.state)) not in seen:
                seen.add(kind)
                waiting.append(result.state)


def _moves(flow: Flow, state: Any) -> list[Move]:
    moves = [Move(kind) for kind in KINDS]  # type: ignore[arg-type]
    moves += [Move("start", "continue", "a code")] if flow.name == "coming_back" and state is None else []
    if flow.name == "steps":
        moves += [Move("go"), Move("go", option="4"), Move("done"), Move("done", option="2")]
        moves += [Move("start", option=key) for key in ("trouble", "helper", "professional")]
    pending = flow.reminder(state, CONTEXT).pending if state else None
    if pending is not None:
        moves += [Move("answer", option=option.key) for option in pending.options]
        typed = (*TYPED, *FIGURES) if pending.free_text in ("number", "amount") else TYPED
        moves += [Move("answer", text=text) for text in (typed if pending.free_text else ())]
    return moves


def _kind(flow: Flow, state: Any) -> str:
    """What makes states of the same kind. Of the eligibility check's many, those at the same place."""
    if flow.name == "coming_back":
        return str(state["at"])
    if flow.name == "steps":
        return str([*kind_of(state), state["start"] == "helper"])
    if flow.name == "eligibility":
        shown = {"result": state["page"], "how": state["route"], "refused": state["route"], "letter": state["letter"]}
        return str([state["at"], shown.get(state["at"]), state["finished"], state["answers"].get("who")])
    if flow.name == "options":
        return str([state["at"], state["finished"], state["answers"].get("money")])
    if flow.name == "sums":
        answers = state["answers"]
        return str([state["at"], state["finished"], answers.get("what"), "skip" in answers.values()])
    return str([state["at"], state["kind"], min(state["misses"], 3), state["draft"].get("contact_kind")])


def _filled(reply: Reply) -> Reply:
    """As the action fills what only it knows."""
    data = reply.to_json()
    for name, text in data["words"].items():
        for key, value in DONE.items():
            text = text.replace("{" + key + "}", value)
        data["words"][name] = text
    return Reply.from_json(data)


@pytest.mark.parametrize("name", FLOWS)
def test_the_words_of_every_turn_fit_a_text_and_so_do_its_choices(name: str) -> None:
    """Where there is no room for all choices of a sum, MORE brings the others; elsewhere all stand in the one text."""
    too_long = {}
    for result in turns(name):
        *before, last = (_filled(reply) for reply in result.replies)
        texts = text_pages([*before, last])
        words = sms_text([*before, replace(last, choices=())])
        if not fits(words) or len(texts) > (2 if name == "sums" else 1) or not all(map(fits, texts)):
            too_long[words] = septets(words)
    assert too_long == {}, f"at most {TWO_PARTS}"


@pytest.mark.parametrize("name", FLOWS)
def test_every_reply_is_short_whole_and_leaves_a_way_on(name: str) -> None:
    for result in turns(name):
        # A code or word that is right leads on to the step's own question.
        assert result.replies[-1].choices or {"join", "open"} & {effect.kind for effect in result.effects}
        for reply in map(_filled, result.replies):
            is_letter = result.pending is not None and result.pending.question == LETTER
            assert word_count(reply.words.plain) <= (180 if is_letter else 90), reply.words.plain
            assert not any("{" in text or "  (" in text for text in vars(reply.words).values()), reply.words


@pytest.mark.parametrize("name", FLOWS)
def test_choices_lead_to_answers_that_are_there(name: str) -> None:
    answers = load_answers(KNOWLEDGE).answers
    for result in turns(name):
        for reply in result.replies:
            for choice in reply.choices:
                if choice.intent == "ask_question":
                    assert choice.entities["answer"] in answers


@pytest.mark.parametrize("name", FLOWS)
def test_what_is_accepted_means_one_option_only(name: str) -> None:
    for result in turns(name):
        options = result.pending.options if result.pending else ()
        said = [phrase for option in options for phrase in {*map(str.casefold, (option.label, *option.accepts))}]
        assert len(said) == len({*said}), sorted(phrase for phrase in said if said.count(phrase) > 1)


@pytest.mark.parametrize(
    ("file", "old", "new", "named"),
    [
        ("steps/3-how-much-money.yml", "title: how much money", "", "title"),
        ("steps/3-how-much-money.yml", "ask:\n", "asks:\n", "`ask`"),
        ("steps/3-how-much-money.yml", "[seed-file-001-a7bf94d46798ea2d-txt,", "[no-such-source,", "no-such-source"),
        ("steps/walk.yml", "  pause:\n", "  paused:\n", "pause"),
        ("steps/7-what-to-expect.yml", "[Stage, Who, How long]", "[Stage, Who]", "row"),
        ("eligibility/words.yml", "  others:\n", "  other_routes:\n", "others"),
        ("eligibility/questions.yml", "{who: [child]}", "{whose: [child]}", "whose"),
        ("eligibility/questions.yml", "{who: [child]}", "{who: [kid]}", "kid"),
        ("eligibility/routes/14-wheelchair.yml", "worth: first", "worth: a lot", "a lot"),
        ("eligibility/routes/14-wheelchair.yml", '{wheelchair: ["yes"]}', "{wheelchair: [yes]}", "wheelchair"),
        ("eligibility/routes/28-local.yml", "worth: always", "worth: also", "no route"),
        ("eligibility/routes/14-wheelchair.yml", "letter: wheelchair", "letter: wheels", "wheels"),
        ("eligibility/routes/14-wheelchair.yml", "refused: nhs", "refused: never", "never"),
        ("eligibility/routes/14-wheelchair.yml", "    facts: [", "    fact: [", "facts"),
        ("eligibility/words.yml", "    letter: reasons-and-review", "    letter: reasons", "reasons"),
        ("eligibility/words.yml", "  offered_here:", "  offered:", "offered_here"),
        ("letters/phb-right.yml", "body:", "text:", "body"),
        ("options/ways.yml", "    answer: notional-budget\n", "", "answer"),
        ("options/ways.yml", "      nhs: {name: managed account", "      nhss: {name: managed account", "nhss"),
        (
            "options/ways.yml",
            "      paperwork:\n        plain: The least",
            "      papers:\n        plain: The least",
            "papers",
        ),
        ("options/compare.yml", "[managed_account, prepaid_card, mixture]", "[managed_account, voucher]", "voucher"),
        ("options/compare.yml", "also_offers: [others, wheelchair]", "also_offers: [other]", "other"),
        ("options/suits.yml", "  mixture:\n", "  mixtures:\n", "mixtures"),
        ("options/suits.yml", "worth: 5", "worth: a lot", "a lot"),
        (
            "options/suits.yml",
            "{run: [not_sure, skip], people: [not_sure, skip]}",
            "{run: [skip], people: [skip]}",
            "not_sure",
        ),
        ("options/suits.yml", "  result_one:\n", "  result_two:\n", "result_one"),
        ("options/questions.yml", "{money: [wheelchair]}", "{money: [wheels]}", "wheels"),
        ("sums/words.yml", "  low_wage:\n", "  low_pay:\n", "low_wage"),
        ("sums/words.yml", "  hours: 10 hours a week\n", "", "hours"),
        ("sums/questions.yml", "{what: [redundancy]}", "{what: [redundant]}", "redundant"),
        ("sums/lines.yml", "lines:\n", "line:\n", "lines"),
        ("hand_over/questions.yml", "free_text: contact", "free_text: phone", "phone"),
        ("hand_over/words.yml", "  landline:\n", "  fixed_line:\n", "landline"),
    ],
)
def test_an_error_names_the_file_the_field_and_the_mend(
    tmp_path: Path, file: str, old: str, new: str, named: str
) -> None:
    folder = tmp_path / file.split("/")[0]
    for name in {folder.name, "letters"}:
        shutil.copytree(KNOWLEDGE / name, tmp_path / name)
    shutil.copy(KNOWLEDGE / "sources.yml", tmp_path)
    broken = tmp_path / file
    text = broken.read_text(encoding="utf-8")
    if folder.name == "letters":
        load: Callable[[Path], object] = lambda folder: load_letters(folder.parent)  # noqa: E731
    elif folder.name == "sums":
        load = SumsContent.load
    else:
        load = type(FLOWS[folder.name]).load  # type: ignore[attr-defined]
    assert old in text
    broken.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ContentError) as raised:
        load(folder)
    error = raised.value
    assert named in str(error)
    assert error.mend
    assert error.line >= 1
    assert error.file == broken or broken.is_relative_to(error.file)
