"""README and docs name only what is there: commands, settings, files, links, routes, fields. All licences listed."""

import ast
import re
import runpy
import subprocess
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from starlette.routing import Mount, Route

from bot.channels.app import create_app
from bot.cli import main
from bot.paths import ROOT
from bot.running import Running
from common.settings import Settings
from knowledge.answer import Answer
from knowledge.fields import Fields

DOCS = [ROOT / "README.md", ROOT / "LICENCES.md", *sorted((ROOT / "docs").rglob("*.md"))]
RUNNING = ROOT / "docs/councils/running.md"
WITH_SETTINGS = [ROOT / "README.md", *sorted((ROOT / "docs/councils").glob("*.md"))]

CODE = re.compile(r"`([^`\n]+)`")
COMMAND = re.compile(r"\./navigator((?: +[\w./=-]+)*)")
LINK = re.compile(r"\]\(([^)\s]+)\)")
ROUTE = re.compile(r"/[a-z/.-]*(?:\{[a-z]+\}[a-z/.-]*)?")
SHELL_BLOCK = re.compile(r"^```(?:sh)?\n(.*?)^```", re.MULTILINE | re.DOTALL)
FILE_NAME = re.compile(r"[\w.-]+\.(yml|toml|lock|md|py|sh|onnx)")
OF_OTHERS = {"default_config.yml", "signoff.yml", "knowledge/answers/money/who-may-see-statements.yml"}
"""Rasa's own, one that is there only once somebody has signed, and the example of docs/editing-content.md."""


def name_of(file: Path) -> str:
    return str(file.relative_to(ROOT))


def commands_in(text: str) -> Iterator[list[str]]:
    """The words after each `./navigator`, in code and in shell blocks."""
    for code in (*CODE.findall(text), *SHELL_BLOCK.findall(text)):
        yield from (found.split() for found in COMMAND.findall(code))


def wrong_with(words: list[str]) -> str:
    """What the command line would not take of these words; empty when nothing is wrong."""
    command: click.Command = main
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        if words[0] not in command.commands:
            return f"no command {words[0]}"
        command, words = command.commands[words[0]], words[1:]
    if command.context_settings.get("ignore_unknown_options"):
        return ""
    known = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
    unknown = [word for word in words if word.startswith("-") and word.partition("=")[0] not in known | {"--help"}]
    return f"no option {unknown[0]}" if unknown else ""


@pytest.mark.parametrize("file", DOCS, ids=name_of)
def test_commands_exist(file: Path) -> None:
    wrong = [f"./navigator {' '.join(words)}: {wrong_with(words)}" for words in commands_in(file.read_text())]
    assert [each for each in wrong if not each.endswith(": ")] == []


def test_every_command_is_documented() -> None:
    named = {words[0] for file in DOCS for words in commands_in(file.read_text()) if words}
    assert set(main.commands) - named == set()


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ("serve --port 80", ""),
        ("test tests/policy -k spelling", ""),
        ("--help", ""),
        ("fly", "no command fly"),
        ("serve --wings", "no option --wings"),
    ],
)
def test_wrong_commands_are_seen(typed: str, wrong: str) -> None:
    assert wrong_with(typed.split()) == wrong


def anchors_of(file: Path) -> set[str]:
    """The anchors of a Markdown file's headings, as code hosts make them."""
    headings = re.findall(r"^#+ (.+)$", file.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("file", DOCS, ids=name_of)
def test_links_lead_somewhere(file: Path) -> None:
    broken = []
    for link in LINK.findall(file.read_text()):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (file.parent / path).resolve() if path else file
        if not target.exists() or (anchor and anchor not in anchors_of(target)):
            broken.append(link)
    assert broken == []


def tracked() -> list[str]:
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.split()


def paths_in(text: str) -> Iterator[str]:
    """Code that names a file or folder of the repository: below one of its top folders, or a file name by itself."""
    tops = {name.partition("/")[0] for name in tracked() if "/" in name}
    for code in CODE.findall(text):
        path = code.removeprefix("./").partition(":")[0]
        if re.fullmatch(r"[\w./-]+", path) and (path.partition("/")[0] in tops or FILE_NAME.fullmatch(path)):
            yield path


@pytest.mark.parametrize("file", DOCS, ids=name_of)
def test_paths_exist(file: Path) -> None:
    names = {Path(name).name for name in tracked()} | OF_OTHERS
    missing = {path for path in paths_in(file.read_text()) if not (ROOT / path).exists() and path not in names}
    assert missing == set()


def test_paths_are_recognised() -> None:
    text = "`bot/cli.py` `bot/gone.py` `gone.yml` `var/speed.md` `/chat` `and/or` `knowledge/` `bench/run.py: Run`"
    assert list(paths_in(text)) == ["bot/cli.py", "bot/gone.py", "gone.yml", "knowledge/", "bench/run.py"]


def test_files_that_code_points_to_exist() -> None:
    """Comments and docstrings say where to read on."""
    pointed = {
        (name, found)
        for name in tracked()
        if name.endswith((".py", ".yml", ".toml", ".sh", ".md")) and (ROOT / name).exists()
        for found in re.findall(r"\bdocs/[\w/.-]*\.(?:md|png)\b", (ROOT / name).read_text())
    }
    assert pointed
    assert {(name, found) for name, found in pointed if not (ROOT / found).exists()} == set()


def setting_keys(model: Any) -> set[str]:
    """All keys of council.yml, at every depth, as the settings know them."""
    keys = set(model.__fields__)
    for field in model.__fields__.values():
        if hasattr(field.type_, "__fields__"):
            keys |= setting_keys(field.type_)
    return keys


def keys_of(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set(value) | {key for inner in value.values() for key in keys_of(inner)}
    if isinstance(value, list):
        return {key for inner in value for key in keys_of(inner)}
    return set()


def test_every_setting_is_documented() -> None:
    documented = set(re.findall(r"\w+", " ".join(CODE.findall(RUNNING.read_text()))))
    in_file = keys_of(yaml.safe_load((ROOT / "council.yml").read_text()))
    assert in_file <= setting_keys(Settings)
    assert setting_keys(Settings) - documented == set()


def test_settings_in_tables_exist() -> None:
    """The first cell of a table under "council.yml" and "Retention", and `key: value` anywhere."""
    text = RUNNING.read_text()
    part = text[text.index("## council.yml") : text.index("## Folder")]
    named = {key for line in re.findall(r"^\| (`.+?) \|", part, re.MULTILINE) for key in CODE.findall(line)}
    written = {
        found for file in WITH_SETTINGS for found in re.findall(r"`([a-z_]+): (?:true|false|\d+)`", file.read_text())
    }
    assert len(named) > 20
    assert named | (written - {"draft"}) <= setting_keys(Settings)


def test_routes_exist(running: Running) -> None:
    routes = create_app(running).routes
    served = {route.path.replace(":int", "") for route in routes if isinstance(route, (Route, Mount))} - {""}
    documented: set[str] = set()
    for file in (ROOT / "README.md", *(ROOT / "docs").rglob("*.md")):
        found = {code.partition("?")[0] for code in CODE.findall(file.read_text()) if ROUTE.fullmatch(code)}
        assert found <= served, f"{name_of(file)}: {found - served}"
        documented |= found
    assert served - documented == set()


def answer_fields() -> set[str]:
    return {field.name for field in fields(Answer)} - {"id", "topic"}


def test_every_field_of_an_answer_is_documented() -> None:
    text = (ROOT / "docs/editors/adding-an-answer.md").read_text()
    table = re.findall(r"^\| (`.+?) \|", text, re.MULTILINE)
    assert {name for line in table for name in CODE.findall(line)} == answer_fields()


def test_documented_fields_are_what_the_reader_reads() -> None:
    """The list of fields is that of the dataclass; a field that no file can hold would be a lie."""
    source = ast.parse((ROOT / "knowledge/answer.py").read_text())
    read = {
        node.args[0].value
        for node in ast.walk(source)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and hasattr(Fields, node.func.attr)
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }
    assert read == answer_fields()


@pytest.fixture(scope="module")
def licences() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "tools/list_licences.py"))


def test_the_list_of_licences_is_current(licences: dict[str, Any]) -> None:
    assert (ROOT / "LICENCES.md").read_text() == licences["as_markdown"](), "run tools/list_licences.py"


def test_every_dependency_has_its_licence(licences: dict[str, Any]) -> None:
    listed = dict(re.findall(r"^\| ([\w-]+) \| (.+) \|$", (ROOT / "LICENCES.md").read_text(), re.MULTILINE))
    groups = licences["direct_dependencies"]()
    assert set(groups) == {"run", "dev", "tools"}
    assert {name for names in groups.values() for name in names} <= set(listed)


def test_everything_vendored_is_listed() -> None:
    """A licence of others in the tree, or a file that says it was made by others, stands in LICENCES.md."""
    vendored = [name for name in tracked() if "/" in name and re.search(r"LICEN[CS]E|\.onnx$|/govuk\.css$", name)]
    text = (ROOT / "LICENCES.md").read_text()
    named = [code.rstrip("/") for code in CODE.findall(text)]
    missing = [name for name in vendored if not any(name == code or name.startswith(code + "/") for code in named)]
    assert len(vendored) >= 4
    assert missing == []
