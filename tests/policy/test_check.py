"""Each rule for content is held: a folder that is right passes, and one mistake at a time is found where it stands."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from knowledge.check import check
from knowledge.check_evidence import wrong_with_address
from knowledge.content import load_answers
from knowledge.due import due
from knowledge.located import ContentError
from knowledge.signoff import content_hash
from language.encoder import shared_encoder

TODAY = date(2026, 11, 22)

SOURCES = """
nhs-guide: {title: A guide, url: "https://example.org/guide", dated: '2025', read_on: '2026-11-22'}
"""
FACTS = """
F-a-01: {title: One, sources: [nhs-guide], confidence: high, basis: S}
F-a-02: {title: Two, sources: [nhs-guide], confidence: medium, basis: K}
F-a-03: {title: Three, sources: [nhs-guide], confidence: low, basis: S}
"""
ANSWER = """\
title: Paying a neighbour
questions:
  - can i pay my neighbour
  - paying someone next door
  - is my neighbour allowed to be paid
  - neighbor wants paying 4 helping
  - can mum pay the man next door
  - wages for a neighbour
  - can a neighbour be a carer
  - next door helps me can she get money
plain: |
  It depends on whose money it is. Ask your care team first. They will tell you what they need to know.
sms: |
  It depends on whose money it is. Ask your care team first.
simple: |
  Ask your care team first.
adviser: |
  Say: "It depends whose money it is."
next:
  - other
funder: both
facts:
  - F-a-01
sources:
  - nhs-guide
nations:
  - england
reviewed_on: 2026-11-22
review_by: 2027-05-22
owner: content team
"""
REPLIES = """\
reviewed_on: 2026-11-22
review_by: 2027-05-22
owner: content team
hello:
  plain: Hello. I am automated.
  sms: Hello {name}.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "answers" / "options").mkdir(parents=True)
    (tmp_path / "replies").mkdir()
    (tmp_path / "sources.yml").write_text(SOURCES)
    (tmp_path / "facts.yml").write_text(FACTS)
    (tmp_path / "unused_facts.yml").write_text("F-a-02: nobody read it\n")
    (tmp_path / "link_hosts.yml").write_text("official: [example.org]\nothers: []\n")
    (tmp_path / "replies" / "system.yml").write_text(REPLIES)
    (tmp_path / "answers" / "options" / "neighbour.yml").write_text(ANSWER)
    other = ANSWER.replace("neighbour", "cousin").replace("neighbor", "cuz").replace("next door", "in our family")
    (tmp_path / "answers" / "options" / "other.yml").write_text(other.replace("- other", "- neighbour"))
    return tmp_path


def test_a_right_folder_has_no_problems(folder: Path) -> None:
    assert check(folder, TODAY) == []


LONG = "the money is for you and for your care " * 11
HARD = "Consideration of eligibility necessitates multidisciplinary evaluation of individual circumstances."
PLAIN = "Ask us now and tell us how it goes with you and with those who care for you at home. " * 2

MISTAKES: list[tuple[str, str, int, str]] = [
    # what is replaced, by what, the line of the problem, words of the problem
    ("title: Paying a neighbour\n", "", 1, "`title` is missing"),
    ("title: Paying a neighbour", "title: " + "Paying " * 12, 1, "more than 60"),
    ("owner: content team", "owner:", 30, "`owner` is missing"),
    ("owner: content team", "owner: [a]", 30, "`owner` is of the wrong kind"),
    ("  - wages for a neighbour\n", "", 2, "7 questions"),
    ("  - can i pay my neighbour", "  - Can I pay my COUSIN?", 3, "neighbour.yml as well"),
    ("  - can i pay my neighbour", "  - paying someone next door", 4, "this file as well"),
    ("  - can i pay my neighbour", "  - yes", 3, "an item of `questions` is no text"),
    ("plain: |\n", f"plain: |\n  {LONG}.\n", 11, "words"),
    ("plain: |\n", f"plain: |\n  {HARD}\n", 11, "reading age"),
    ("plain: |\n", "plain: |\n  Ask " + "and ask " * 12 + "us.\n", 11, "a sentence of 26 words"),
    ("Ask your care team first. They", "You are not eligible. They", 11, "not eligible"),
    ("Ask your care team first. They", "You're eligible. They", 11, "eligible"),
    ("Ask your care team first. They", "Please note that. They", 11, "Please note"),
    ("Ask your care team first. They", "Ring 01234 567890. They", 11, "01234 567890"),
    ("Ask your care team first. They", "Ring 116 123. They", 11, "116 123"),
    ('  Say: "It depends', '  Ring 0800 123 4567. Say: "It depends', 17, "0800 123 4567"),
    ("sms: |\n  It", "sms: |\n  It’s this. It", 13, "’ (U+2019)"),
    ("sms: |\n", f"sms: |\n  {LONG}\n", 13, "characters long"),
    ("  - other", "  - nowhere", 20, "no answer `nowhere`"),
    ("  - other", "  - neighbour", 19, "leads to itself"),
    ("next:\n  - other", "next: []", 19, "0 answers"),
    ("  - F-a-01", "  - F-a-99", 23, "no fact F-a-99"),
    ("  - F-a-01", "  - F-a-03", 23, "low confidence"),
    ("  - F-a-01", "  - F-a-02", 22, "basis K"),
    ("  - nhs-guide", "  - guide", 25, "no source guide"),
    ("funder: both", "funder: charity", 21, "no funder"),
    ("  - england", "  - france", 26, "no nation"),
    ("reviewed_on: 2026-11-22", "reviewed_on: 2026-11-23", 28, "in the future"),
    ("review_by: 2027-05-22", "review_by: 2028-05-22", 29, "within a year"),
    ("review_by: 2027-05-22", "review_by: next year", 29, "`review_by` is of the wrong kind"),
    ("sms: |\n  It", f"sms: |\n  {HARD * 2} {PLAIN} It", 13, "reading age"),
    ("simple: |\n", "simple: |\n  Ask (your team).\n", 15, "bracket"),
    ("simple: |\n", "simple: |\n  " + "we ask and " * 6 + "ask.\n", 15, "a line of 19 words"),
    ("They will tell you", "They will recognize you and tell you", 11, "recognize"),
    ("They will tell you", "The center will tell you", 11, "center"),
    ("They will tell you", "They wil tell you", 11, '"wil", which is in no word list'),
    ("They will tell you", "They will commence and tell you", 11, "commence"),
    ("They will tell you", "See www.example.org. They will tell you", 11, "the address www.example.org"),
    ("owner: content team", "owner: content team\nscheme: free_cake", 31, "no local scheme `free_cake`"),
    ("owner: content team", "owner: content team\nhistory: long ago", 31, "names no year"),
    ("owner: content team", "owner: content team\nhistory: '2014'", 31, "names no year"),
    ("owner: content team", "owner: content team\nowner: me", 31, "`owner` is there twice"),
    ("owner: content team", "owner: 'content", 31, "not valid YAML"),
]


@pytest.mark.parametrize(("old", "new", "line", "words"), MISTAKES)
def test_a_mistake_in_an_answer_is_found_where_it_stands(
    folder: Path, old: str, new: str, line: int, words: str
) -> None:
    file = folder / "answers" / "options" / "neighbour.yml"
    assert old in ANSWER
    file.write_text(ANSWER.replace(old, new, 1))
    problems = [problem for problem in check(folder, TODAY) if words in problem.problem]
    assert problems, check(folder, TODAY)
    assert line in [problem.line for problem in problems], problems
    assert all(problem.mend for problem in problems)


@pytest.mark.parametrize(
    "text",
    [
        "Call 999 if it can't wait.",
        "Call 111 at any time.",
        "It can be up to £30,000 in 2026/27.",
        "From 1 April 2014.",
    ],
)
def test_what_is_allowed_is_not_a_phone_number(folder: Path, text: str) -> None:
    file = folder / "answers" / "options" / "neighbour.yml"
    file.write_text(ANSWER.replace("Ask your care team first. They", f"{text} They", 1))
    assert check(folder, TODAY) == []


def test_a_draft_may_rest_on_facts_that_nobody_read(folder: Path) -> None:
    file = folder / "answers" / "options" / "neighbour.yml"
    file.write_text(ANSWER.replace("F-a-01", "F-a-02") + "draft: true\n")
    (folder / "unused_facts.yml").unlink()
    assert check(folder, TODAY) == []


def test_overdue_reviews_are_found_on_the_day(folder: Path) -> None:
    due = date(2027, 5, 22)
    assert check(folder, due) == []
    problems = check(folder, due + timedelta(days=1))
    assert {problem.file.name for problem in problems} == {"neighbour.yml", "other.yml", "system.yml"}
    assert all("due by 2027-05-22" in problem.problem for problem in problems)


def test_two_answers_of_one_id(folder: Path) -> None:
    (folder / "answers" / "money").mkdir()
    text = ANSWER.replace("neighbour", "aunt").replace("neighbor", "auntie").replace("next door", "by the sea")
    (folder / "answers" / "money" / "neighbour.yml").write_text(text)
    assert any("`neighbour` as well" in problem.problem for problem in check(folder, TODAY))
    with pytest.raises(ContentError, match="Rename"):
        load_answers(folder)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("owner: content team\n", "", "`owner` is missing"),
        ("review_by: 2027-05-22", "review_by: 2026-11-21", "was due"),
        ("Hello. I am automated.", "You qualify.", "You qualify"),
        ("Hello {name}.", "Hello – {name}.", "–"),
        ("Hello {name}.", "x" * 295 + "{name}", "307 characters"),
    ],
)
def test_a_mistake_in_a_reply(folder: Path, old: str, new: str, words: str) -> None:
    (folder / "replies" / "system.yml").write_text(REPLIES.replace(old, new))
    assert any(words in problem.problem for problem in check(folder, TODAY))


def signature(folder: Path) -> str:
    hash = content_hash(load_answers(folder).answers["neighbour"])
    by = f"hash: '{hash}', who: A Person, body: Exampleshire, signed_on: 2026-11-22"
    return f"neighbour: [{{role: council, {by}}}, {{role: icb, {by}}}]\n"


def test_an_edit_voids_a_signature(folder: Path) -> None:
    (folder / "signoff.yml").write_text(signature(folder))
    assert check(folder, TODAY) == []
    assert load_answers(folder).signed == {"neighbour"}
    file = folder / "answers" / "options" / "neighbour.yml"
    # A new way of asking changes no word that was signed.
    file.write_text(ANSWER.replace("wages for a neighbour", "pay for a neighbour"))
    assert load_answers(folder).signed == {"neighbour"}
    file.write_text(ANSWER.replace("Ask your care team first.", "Ask your care team soon.", 1))
    assert load_answers(folder).signed == frozenset()
    changed = "`neighbour` was changed after A Person signed it"
    assert [problem.problem for problem in check(folder, TODAY)] == [changed, changed]


def test_a_signature_for_nothing(folder: Path) -> None:
    (folder / "signoff.yml").write_text(signature(folder).replace("neighbour:", "nobody:"))
    assert {problem.problem for problem in check(folder, TODAY)} == {"there is no answer `nobody`"}


def test_a_fact_that_nothing_rests_on(folder: Path) -> None:
    (folder / "unused_facts.yml").write_text("F-a-01: nobody asks\nF-a-98: gone\n")
    found = {(problem.file.name, problem.line, problem.problem) for problem in check(folder, TODAY)}
    assert found == {
        ("facts.yml", 3, "nothing rests on F-a-02 (Two)"),
        ("unused_facts.yml", 1, "F-a-01 is used"),
        ("unused_facts.yml", 2, "there is no fact F-a-98"),
    }


@pytest.mark.parametrize(
    ("url", "wrong"),
    [
        ("https://www.example.org/a?b=c#d", ""),
        ("http://example.org", ""),
        ("https://example.org.evil.com/", "leads to example.org.evil.com"),
        ("https://notexample.org/", "leads to notexample.org"),
        ("https://example.org@evil.com/", "leads to evil.com"),
        ("javascript:alert(1)", "is no address"),
        ("//example.org", "is no address"),
        ("https://example.org/a b", "is no address"),
        ("https://[", "is no address"),
    ],
)
def test_links_lead_only_where_they_may(url: str, wrong: str) -> None:
    found = wrong_with_address(url, ("example.org",))
    assert (wrong in found) if wrong else not found


def test_a_source_that_leads_elsewhere(folder: Path) -> None:
    (folder / "sources.yml").write_text(SOURCES.replace("example.org", "example.com"))
    assert [(problem.line, "example.com" in problem.problem) for problem in check(folder, TODAY)] == [(2, True)]


def test_questions_of_two_answers_that_mean_the_same(folder: Path) -> None:
    file = folder / "answers" / "options" / "neighbour.yml"
    file.write_text(ANSWER.replace("  - wages for a neighbour", "  - is my cousin allowed to be paid?"))
    assert check(folder, TODAY) != []  # word for word
    file.write_text(ANSWER.replace("  - wages for a neighbour", "  - is my cousin allowed to get paid"))
    assert check(folder, TODAY) == []
    (problem,) = check(folder, TODAY, shared_encoder())
    assert (problem.line, problem.file.name) == (8, "neighbour.yml")
    assert '"is my cousin allowed to be paid" in options/other.yml' in problem.problem


def test_what_is_due(folder: Path) -> None:
    (folder / "helplines.yml").write_text(HELPLINES)
    by = [(each.by, each.what) for each in due(folder, TODAY, 60)]
    assert by == [(TODAY, "ring New to see that the number is right")]
    later = due(folder, TODAY, 200)
    assert (date(2027, 1, 31), "ring Old to see that the number is right") in [(each.by, each.what) for each in later]
    assert {each.file.name for each in later} >= {"neighbour.yml", "other.yml", "system.yml"}
    assert [each.owner for each in later if each.file.name == "other.yml"] == ["content team"]


HELPLINES = """\
always: [emergency]
helplines:
  emergency: {name: Emergency, show: 'yes', ring_tested_on: null}
  new: {name: New, show: 'yes', ring_tested_on: null}
  old: {name: Old, show: 'yes', ring_tested_on: 2026-11-01}
  hidden: {name: Hidden, show: 'no', ring_tested_on: null}
"""


def test_further_questions_belong_to_an_answer_and_are_asked_once(folder: Path) -> None:
    (folder / "asked").mkdir()
    file = folder / "asked" / "options.yml"
    file.write_text("neighbour:\n  - the lady over the road wants something for her trouble\n")
    assert check(folder, TODAY) == []
    questions = load_answers(folder).answers["neighbour"].questions
    assert questions[-1] == "the lady over the road wants something for her trouble"
    assert questions[0] == "can i pay my neighbour"

    file.write_text("neighbour:\n  - can i pay my neighbour\nnobody:\n  - hello there\n")
    found = [(problem.line, problem.problem) for problem in check(folder, TODAY)]
    assert found == [
        (2, '"can i pay my neighbour" is in options/neighbour.yml as well'),
        (3, "there is no answer `nobody`"),
    ]
    file.write_text("neighbour:\n  - is my cousin allowed to get paid\n")
    (problem,) = check(folder, TODAY, shared_encoder())
    assert (problem.file, problem.line) == (file, 2)
    file.write_text("neighbour: [yes]\n")
    assert ["no text" in problem.problem for problem in check(folder, TODAY)] == [True]
    file.write_text("neighbour: [hello there]\n")
    (folder / "asked" / "more.yml").write_text("neighbour: [hello again]\n")
    assert ["another file" in problem.problem for problem in check(folder, TODAY)] == [True]
