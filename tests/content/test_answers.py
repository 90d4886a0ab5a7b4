"""The content as it stands is right, and reads as replies."""

import ast
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml

from knowledge.answer import shorten
from knowledge.check import check
from knowledge.check_answers import MOST_WAYS
from knowledge.content import Content, load_answers
from knowledge.evidence import Fact
from knowledge.glossary import load_glossary, with_glossary
from knowledge.letter_choice import load_letter_choice
from knowledge.located import ContentError, read_yaml
from knowledge.wording import Wording, WordingError, load_wording

ROOT = Path(__file__).parent.parent.parent
FOLDER = ROOT / "knowledge"
TODAY = date(2026, 11, 25)


@pytest.fixture(scope="module")
def content() -> Content:
    return load_answers(FOLDER)


def test_the_content_has_no_problems() -> None:
    assert [str(problem) for problem in check(FOLDER, TODAY)] == []


def test_there_is_enough_of_it(content: Content) -> None:
    assert len(content.answers) >= 60
    assert {"eligibility", "options", "money"} <= {answer.topic for answer in content.answers.values()}


def test_an_answer_as_a_reply(content: Content) -> None:
    reply = content.reply("who-has-a-right")
    answer = content.answers["who-has-a-right"]
    assert reply.words.plain == answer.plain
    assert reply.words.register("sms") == answer.sms
    assert [choice.entities["answer"] for choice in reply.choices] == list(answer.next)
    assert {choice.intent for choice in reply.choices} == {"ask_question"}
    assert reply.sources
    assert all(source.title and date.fromisoformat(source.checked) <= TODAY for source in reply.sources)


def test_every_answer_has_sources_and_ways_on(content: Content) -> None:
    for id, answer in content.answers.items():
        reply = content.reply(id)
        assert reply.sources, id
        assert len(reply.choices) <= (MOST_WAYS if answer.ways else 3), id
        assert answer.topic == "glossary" or reply.choices, id


def test_ways_on_are_acts_that_there_are(content: Content) -> None:
    acts = set(yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["intents"])
    letters = load_letter_choice(FOLDER / "plan")
    for answer in content.answers.values():
        for way in answer.ways:
            assert way.intent in acts, answer.id
            if way.intent == "write_letter":
                assert way.entities["letter"] in {*letters.kinds, *letters.letters}, answer.id


@pytest.mark.parametrize(
    ("title", "label"),
    [
        ("Short", "Short"),
        ("x" * 60, "x" * 60),
        ("Health budget, council budget or NHS Continuing Healthcare - which",
         "Health budget, council budget or NHS Continuing..."),
    ],
)  # fmt: skip
def test_labels_fit_on_buttons(title: str, label: str) -> None:
    assert shorten(title) == label
    assert len(shorten(title)) <= 60


def test_the_version_follows_the_words(content: Content) -> None:
    again = load_answers(FOLDER)
    assert again.version == content.version
    without = dict(content.answers)
    without.popitem()
    assert Content(without, content.sources).version != content.version


def test_lines_are_known_to_the_list_item(tmp_path: Path) -> None:
    file = tmp_path / "a.yml"
    file.write_text("a: 1\nb:\n  - x\n  - y: 2\n")
    document = read_yaml(file)
    assert [document.line("a"), document.line("b", 1), document.line("b", 1, "y"), document.line("b", 7)] == [
        1,
        4,
        4,
        2,
    ]
    assert document.line("missing") == 1


@pytest.mark.parametrize("text", ["- a list", "just text", "a: [", "a: 1\na: 2", "\t- x", "a: !!python/object:x {}"])
def test_what_is_not_content_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "a.yml"
    file.write_text(text)
    with pytest.raises(ContentError, match=r"a\.yml:"):
        read_yaml(file)


GLOSSARY = """\
reviewed_on: 2026-11-22
review_by: 2027-05-22
owner: content team
nominee:
  term: Nominee
  plain: Someone you choose to look after the money for you.
  facts: [F-1]
dst:
  term: Decision Support Tool
  abbreviations: [DST]
  plain: The form the NHS fills in to decide about care.
  facts: [F-2]
"""


def test_glossary_terms_become_answers_unless_one_explains_them(tmp_path: Path, content: Content) -> None:
    (tmp_path / "glossary.yml").write_text(GLOSSARY)
    facts = {
        "F-1": Fact("F-1", "One", ("guide",), "high", "S"),
        "F-2": Fact("F-2", "Two", ("guide",), "medium", "K"),
    }
    nominee, tool = with_glossary(load_glossary(tmp_path), facts, {}).values()
    assert (nominee.id, nominee.topic, nominee.sources, nominee.draft) == (
        "meaning-nominee",
        "glossary",
        ("guide",),
        False,
    )
    assert "what does DST mean" in tool.questions
    assert "Decision Support Tool meaning" in tool.questions
    assert tool.draft, "nobody has read the text of its only fact"


def test_glossary_gives_way_to_an_answer(tmp_path: Path, content: Content) -> None:
    answer = content.answers["what-is-a-phb"]
    text = GLOSSARY.replace("term: Nominee", "term: a personal health budget\n  also_written: [own NHS money]")
    (tmp_path / "glossary.yml").write_text(text)
    assert "what is a personal health budget" in answer.questions
    found = with_glossary(load_glossary(tmp_path), {}, {answer.id: answer})
    assert list(found) == ["what-is-a-phb", "meaning-dst"]
    # Whoever asks what it means by its other name gets the same answer; what it asked already is not asked twice.
    added = found["what-is-a-phb"].questions[len(answer.questions) :]
    assert "what does own NHS money mean" in added
    assert "what is a personal health budget" not in added


def test_a_meaning_goes_to_the_answer_that_asks_most_for_it(tmp_path: Path, content: Content) -> None:
    (tmp_path / "glossary.yml").write_text(GLOSSARY)
    one = content.answers["dementia"]
    named = replace(one, id="named", questions=("nominee", "explain nominee"))
    meant = replace(one, id="meant", questions=("What is a nominee?",))
    found = with_glossary(load_glossary(tmp_path), {}, {"named": named, "meant": meant})
    assert found["named"].questions == named.questions
    assert found["meant"].questions == ("What is a nominee?", "what does Nominee mean", "Nominee meaning")


WORDING = """\
reviewed_on: 2026-11-22
review_by: 2027-05-22
owner: content team
hello:
  plain: Hello {name}. It is {hour:02d} o'clock.
  sms: Hi {name}.
  choices:
    - {label: "Not {name}?", intent: start_over}
    - {label: Ask, intent: ask_question, entities: {answer: who-has-a-right}}
"""


@pytest.fixture
def wording(tmp_path: Path) -> Wording:
    (tmp_path / "replies").mkdir()
    (tmp_path / "replies" / "a.yml").write_text(WORDING)
    return load_wording(tmp_path)


def test_placeholders_are_filled_in_every_register(wording: Wording) -> None:
    reply = wording.say("hello", name="Jo {x}", hour=9)
    assert reply.words.plain == "Hello Jo {x}. It is 09 o'clock."
    assert reply.words.register("sms") == "Hi Jo {x}."
    assert reply.words.register("simple") == reply.words.plain
    assert [choice.label for choice in reply.choices] == ["Not Jo {x}?", "Ask"]
    assert reply.choices[1].entities == {"answer": "who-has-a-right"}
    assert wording.needs("hello") == {"name", "hour"}


@pytest.mark.parametrize(
    ("id", "values", "words"),
    [("goodbye", {}, "no reply `goodbye`"), ("hello", {"name": "Jo"}, "`hello` needs a value for 'hour'")],
)
def test_a_reply_that_cannot_be_said(wording: Wording, id: str, values: dict[str, str], words: str) -> None:
    with pytest.raises(WordingError) as error:
        wording.say(id, **values)
    assert words in str(error.value)


@pytest.mark.parametrize("bad", ["hello:\n  sms: x\n", "hello:\n  plain: a {\n", "hello:\n  plain: a\n  choices: x\n"])
def test_broken_wording_is_refused(tmp_path: Path, bad: str) -> None:
    (tmp_path / "replies").mkdir()
    (tmp_path / "replies" / "a.yml").write_text(bad)
    with pytest.raises(ContentError, match=r"a\.yml:"):
        load_wording(tmp_path)


def test_a_reply_stands_in_one_file(tmp_path: Path, wording: Wording) -> None:
    (tmp_path / "replies" / "b.yml").write_text(WORDING)
    with pytest.raises(ContentError, match="another file has a reply `hello`"):
        load_wording(tmp_path)


def said_in_code() -> list[tuple[str, str, frozenset[str] | None]]:
    """Where, the id, and the values given (None: not to be seen in the code) of each reply that our code says."""
    found: list[tuple[str, str, frozenset[str] | None]] = []
    for layer in ("actions", "bot", "knowledge"):
        for file in sorted((ROOT / layer).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text())):
                if not (isinstance(node, ast.Call) and node.args and isinstance(node.func, ast.Attribute)):
                    continue
                id = node.args[0]
                called = f"{ast.unparse(node.func)}"
                if not re.search(r"wording(\(\))?\.say$|\.say_wording$", called) or not isinstance(id, ast.Constant):
                    continue
                names = [word.arg for word in node.keywords]
                given = None if None in names else frozenset(name for name in names if name)
                found.append((f"{file.relative_to(ROOT)}:{node.lineno}", str(id.value), given))
    return found


def test_every_reply_that_code_says_exists_and_gets_its_values() -> None:
    wording, said = load_wording(FOLDER), said_in_code()
    assert len(said) >= 10
    for where, id, given in said:
        assert id in wording.replies, f"{where}: no reply `{id}`"
        if given is not None:
            assert wording.needs(id) <= given, f"{where}: `{id}` needs {wording.needs(id) - given}"


def test_choices_lead_somewhere(content: Content) -> None:
    wording = load_wording(FOLDER)
    intents = set(yaml.safe_load((ROOT / "domain.yml").read_text())["intents"])
    for id, reply in wording.replies.items():
        for choice in reply.choices:
            assert choice.intent in intents, f"`{id}` offers the unknown intent {choice.intent}"
            if "answer" in choice.entities:
                assert choice.entities["answer"] in content.answers, id
