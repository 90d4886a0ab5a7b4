"""Codes to come back with: the list, what is read as a code, words of one's own, what may travel, and the flow."""

import math
import random
import re
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from rapidfuzz.distance import OSA

from actions.services import KNOWLEDGE
from common.secret_key import BadSecretKey, secret_key
from knowledge.code_words import LEAST_ENTRIES, LONGEST, SHORTEST, CodeWords
from knowledge.coming_back import ComingBackFlow, Told
from knowledge.eligibility import EligibilityFlow
from knowledge.flow import FlowContext, FlowResult, Move
from knowledge.options_guide import OptionsFlow
from knowledge.own_word import folded, trouble_with
from knowledge.steps import StepsFlow
from knowledge.travel import Travel

CODES = CodeWords.load(KNOWLEDGE / "coming_back" / "code_words.txt")
FLOW = ComingBackFlow.load(KNOWLEDGE / "coming_back")
STEPS = StepsFlow.load(KNOWLEDGE / "steps")
TRAVEL = Travel.load(
    KNOWLEDGE / "coming_back",
    {
        "steps": STEPS,
        "eligibility": EligibilityFlow.load(KNOWLEDGE / "eligibility"),
        "options": OptionsFlow.load(KNOWLEDGE / "options"),
    },
)
NOW = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)


# --- The list


def test_the_list_is_long_enough_and_each_word_fit_to_be_typed() -> None:
    assert len(CODES.words) == len(set(CODES.words)) >= LEAST_ENTRIES
    assert all(re.fullmatch(rf"[a-z]{{{SHORTEST},{LONGEST}}}", word) for word in CODES.words)
    assert 3 * math.log2(len(CODES.words)) > 29.9


def test_no_two_words_are_within_one_slip_of_each_other() -> None:
    near = [pair for pair in combinations(CODES.words, 2) if OSA.distance(*pair, score_cutoff=1) <= 1]
    assert near == []


@pytest.mark.parametrize("sounds_like_another", ["pear", "flour", "deer", "plane", "knight", "mussel", "bear", "rain"])
def test_no_word_sounds_like_another(sounds_like_another: str) -> None:
    assert sounds_like_another not in CODES.words


def test_the_figures_of_the_docs_are_those_of_the_list() -> None:
    page = (KNOWLEDGE.parent / "docs/councils/coming-back.md").read_text()
    assert f"{len(CODES.words):,} words" in page
    assert f"{len(CODES.words) ** 3:,} codes" in page
    assert f"{3 * math.log2(len(CODES.words)):.2f} bits" in page


def test_a_new_code_is_read_back_however_it_is_written() -> None:
    chosen = random.Random(7)
    for _ in range(200):
        code = CODES.new(chosen.choice)
        assert [CODES.read(form) for form in (code, code.replace("-", " ").upper(), f" {code}. ")] == [code] * 3


# --- What is read as a code


@pytest.mark.parametrize(
    "text",
    [
        "cosmos bottle tripod",
        "COSMOS-BOTTLE-TRIPOD",
        "cosmos, bottle, tripod.",
        "my code is cosmos bottle tripod",
        "hi, I have a code: cosmos – bottle – tripod, thanks",
        "cosmos hyphen bottle hyphen tripod",
        "cosmosbottletripod",
        "cosmos botle tripod",
        "cosmos bottle trippod",
        "csomos bottle tripod",
    ],
)
def test_a_code_is_read(text: str) -> None:
    assert CODES.read(text) == "cosmos-bottle-tripod"
    assert CODES.looks_like(text)


@pytest.mark.parametrize(
    "text",
    ["", "cosmos bottle", "cosmos botle trippod", "cosmos bottle tripod apple", "cosmos bottle xyz", "what about it",
     "aple cosmos bottle", "i can't cope any more", "123456", "how much is left"],
)  # fmt: skip
def test_what_gives_no_one_code(text: str) -> None:
    """`aple` could be apple or maple; two slips are too many."""
    assert CODES.read(text) is None


@pytest.mark.parametrize(
    ("text", "meant"),
    [("cosmos bottle xyz", True), ("aple cosmos bottle", True), ("cosmos bottle", False), ("one bottle please", False),
     ("bottle of milk", False), ("a b c", False)],
)  # fmt: skip
def test_what_was_meant_as_a_code_is_hidden_too(text: str, meant: bool) -> None:
    assert CODES.looks_like(text) is meant


def test_nothing_that_people_say_looks_like_a_code() -> None:
    files = [*(KNOWLEDGE.parent / "data" / "nlu").glob("*.yml"), *KNOWLEDGE.rglob("*.yml")]
    lines = [line.strip()[2:] for file in files for line in file.read_text().splitlines() if line.strip()[:2] == "- "]
    assert len(lines) > 4_000
    assert [line for line in lines if CODES.looks_like(line)] == []


# --- A word of one's own


@pytest.mark.parametrize(
    ("word", "trouble"),
    [("abc", "short"), ("", "short"), ("a b c d", "short"), ("cosmos", "code"), ("cosmos-bottle-tripod", "code"),
     ("password", "plain"), ("aaaaaa", "plain"), ("12345", "plain"), ("Marmalade sky", ""), ("Łódź1987", "")],
)  # fmt: skip
def test_words_of_ones_own(word: str, trouble: str) -> None:
    assert trouble_with(word, CODES) == trouble


def test_a_word_is_the_same_word_however_it_is_typed() -> None:
    assert folded("  Marmalade-Sky! ") == folded("marmalade sky") == "marmalade sky"
    assert folded("marmalade sky") != folded("marmalade ski")


# --- What may travel


ELIGIBILITY: dict[str, Any] = {
    "at": "result",
    "finished": True,
    "answers": {
        "who": "me",
        "chc": "no",
        "chc_stage": "no",
        "aftercare": "yes",
        "wheelchair": "no",
        "local": "mental_health",
    },
}


def test_section_117_and_what_follows_from_it_stays() -> None:
    kept = TRAVEL.kept("eligibility", ELIGIBILITY)
    assert kept == {"answers": {"who": "me", "chc": "no", "chc_stage": "no", "wheelchair": "no"}}
    back = TRAVEL.restored("eligibility", kept, None)
    assert back is not None
    assert (back["finished"], back["at"]) == (False, "resume"), "the result is worked out once it is asked again"


def test_what_is_known_here_already_is_not_taken_away() -> None:
    back = TRAVEL.restored("eligibility", TRAVEL.kept("eligibility", ELIGIBILITY), ELIGIBILITY)
    assert back is not None
    assert back["answers"]["aftercare"] == "yes"


@pytest.mark.parametrize(
    ("flow", "state"),
    [
        ("eligibility", {"answers": {"who": "private"}}),
        ("eligibility", {"answers": {"who": "Sam, 07700 900123"}}),
        ("eligibility", {"answers": {"savings": "12000"}}),
        ("options", {"answers": {"money": "4200"}}),
        ("options", {"answers": {}}),
        ("options", None),
    ],
)
def test_nothing_but_listed_options_passes(flow: str, state: dict[str, Any] | None) -> None:
    assert TRAVEL.kept(flow, state) == {}


def test_who_is_dying_stays_and_what_it_hides_with_it() -> None:
    kept = TRAVEL.kept("eligibility", {"answers": {"who": "me", "chc": "no", "chc_stage": "fast_track"}})
    assert kept == {"answers": {"who": "me", "chc": "no"}}


def test_of_the_steps_only_options_and_numbers_pass() -> None:
    begun = dict(STEPS.move(None, Move("start"), FlowContext(NOW, "web")).state or {})
    state = {**begun, "step": 4, "answers": {"1": "yes", "2": "I get 500 pounds", "9": "yes"}, "done": [1, 2, "Sam"]}
    kept = TRAVEL.kept("steps", {**state, "note": "my sister hits me"})
    assert kept == {"answers": {"1": "yes"}, "done": [1, 2], "skipped": [], "finished": False}


@pytest.mark.parametrize("flow", ["hand_over", "identity", "balance", "sums", "safety", "place", "misses"])
def test_other_flows_have_no_way_to_travel(flow: str) -> None:
    with pytest.raises(KeyError):
        TRAVEL.kept(flow, {"answers": {"x": "y"}})


def test_the_code_alone_moves_the_step_and_leaves_the_answers() -> None:
    mine = {**TRAVEL.at_step(None, 2), "answers": {"1": "no"}, "done": [1]}
    moved = TRAVEL.at_step(mine, 5)
    assert (moved["step"], moved["answers"], moved["finished"]) == (5, {"1": "no"}, False)


# --- The flow


def take(state: dict[str, Any] | None, move: Move, **told: str) -> FlowResult:
    return FLOW.move(state, move, FlowContext(NOW, "web", values={"code_days": "90", **told}))


FOUND = {Told.JOURNEY: "7", Told.STEP: "4", Told.TITLE: "advice"}
FOUND_WORD = {**FOUND, Told.LOOKED_UP: "found", Told.HAS_WORD: "yes"}
WRONG = {Told.CHECKED: "wrong", Told.LEFT: "4 tries"}


@pytest.mark.parametrize(
    ("state", "move", "told", "at", "effects"),
    [
        (None, Move("start", "save"), {}, "consent", []),
        (None, Move("start", "save"), {Told.HAS_CODE: "yes"}, "again", []),
        ({"at": "consent"}, Move("answer", "no"), {}, None, ["consent"]),
        ({"at": "consent"}, Move("skip"), {}, None, ["consent"]),
        ({"at": "consent"}, Move("answer", "what"), {}, "consent", []),
        ({"at": "consent"}, Move("answer", "yes"), {}, "choose", ["consent", "make_code"]),
        ({"at": "again"}, Move("answer", "yes"), {Told.HAS_WORD: "yes"}, None, ["make_code"]),
        ({"at": "choose"}, Move("answer", "no"), {}, None, []),
        ({"at": "choose"}, Move("answer", "yes"), {}, "word", []),
        ({"at": "word"}, Move("answer", text="abc"), {Told.TROUBLE: "short"}, "word", []),
        ({"at": "word"}, Move("answer", text="marmalade"), {}, None, ["set_word"]),
        ({"at": "word"}, Move("back"), {}, "choose", []),
        (None, Move("start", "continue"), {}, "code", []),
        (None, Move("start", "continue", "x y z"), {Told.LOOKED_UP: "found", **FOUND}, None, ["join"]),
        ({"at": "code"}, Move("answer", text="x y"), {Told.LOOKED_UP: "unreadable"}, "code", []),
        ({"at": "code"}, Move("answer", text="x y z"), {Told.LOOKED_UP: "unknown"}, "code", ["wrong_code"]),
        ({"at": "code"}, Move("answer", text="x y z"), {Told.LOOKED_UP: "too_many"}, None, []),
        ({"at": "code"}, Move("answer", text="x"), {**FOUND_WORD}, "open", ["join"]),
        ({"at": "code"}, Move("answer", text="x"), {**FOUND_WORD, Told.LOOKED_UP: "locked"}, None, ["join"]),
        ({"at": "code"}, Move("answer", "lost"), {}, None, []),
        ({"at": "open", **FOUND}, Move("answer", text="marmalade"), {Told.CHECKED: "right"}, None, ["open"]),
        ({"at": "open", **FOUND}, Move("answer", text="x"), WRONG, "open", ["wrong_word"]),
        ({"at": "open", **FOUND}, Move("answer", text="x"), {Told.CHECKED: "last"}, None, ["wrong_word"]),
        ({"at": "open", **FOUND}, Move("answer", text="x"), {Told.CHECKED: "gone"}, None, []),
        ({"at": "open", **FOUND}, Move("skip"), {}, None, []),
    ],
)  # fmt: skip
def test_moves(
    state: dict[str, Any] | None, move: Move, told: dict[str, str], at: str | None, effects: list[str]
) -> None:
    result = take(state, move, **told)
    assert (result.state or {}).get("at") == at
    assert [effect.kind for effect in result.effects] == effects
    assert result.replies
    assert move.text is None or move.text not in repr(result.state), "no code and no word in a state"
    for reply in result.replies:
        left_open = {*re.findall(r"\{\w+\}", reply.words.plain)} - {"{code}", "{spelled}"}
        assert not left_open


@pytest.mark.parametrize("kind", ["next", "back", "repeat", "more", "why", "where", "simpler", "start_over", "change"])
@pytest.mark.parametrize("at", ["consent", "again", "choose", "word", "code", "open"])
def test_every_move_is_answered_everywhere(at: str, kind: Any) -> None:
    assert take({"at": at, **FOUND}, Move(kind)).replies


def test_a_code_is_spelled_out_for_an_adviser() -> None:
    assert (
        FLOW.words.spelled("jazz-moon-x")
        == "jazz: Juliet, Alpha, Zulu, Zulu; moon: Mike, Oscar, Oscar, November; x: X-ray"
    )


# --- The key


def test_the_key_is_made_once_and_for_this_user_only(tmp_path: Path) -> None:
    first = secret_key(tmp_path / "state", {})
    assert secret_key(tmp_path / "state", {}) == first
    assert len(first) == 32
    assert (tmp_path / "state" / "secret.key").stat().st_mode & 0o077 == 0
    assert secret_key(tmp_path, {"NAVIGATOR_SECRET_KEY": "ab" * 32}) == b"\xab" * 32


@pytest.mark.parametrize("bad", ["short", "ab" * 8, "zz" * 32])
def test_a_bad_key_is_refused(tmp_path: Path, bad: str) -> None:
    with pytest.raises(BadSecretKey):
        secret_key(tmp_path, {"NAVIGATOR_SECRET_KEY": bad})
