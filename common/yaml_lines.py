"""YAML of a settings file with every value as text, and the line on which each key stands.

Text, because YAML guesses: it takes 17:00 for the number 1020, some phone numbers for octal, and "No" for false.
"""

from pathlib import Path
from typing import Any

import yaml

Place = tuple[str | int, ...]


class SettingsError(ValueError):
    """A settings file that cannot be used. Says for each problem: file, line, what is wrong, and how to mend it."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def read(file: Path) -> tuple[dict[str, Any], dict[Place, int]]:
    """The file's values (text, lists and mappings), and the line (from 1) of each place. Raises SettingsError."""
    try:
        root = yaml.compose(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    except FileNotFoundError:
        raise SettingsError(
            [f"{file}: there is no such file. Copy council.yml from a fresh copy of Navigator"]
        ) from None
    except UnicodeDecodeError:
        raise SettingsError([f"{file}: this is not UTF-8 text. Save it as UTF-8"]) from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise SettingsError([f"{file}:{line}: {error.problem}. Check the indents, quotes and colons here"]) from None
    if not isinstance(root, yaml.MappingNode):
        raise SettingsError([f"{file}:1: this should hold keys and values. Write lines such as `demonstration: true`"])
    lines: dict[Place, int] = {}
    problems: list[str] = []
    values = _walk(root, (), lines, problems)
    if problems:
        raise SettingsError([f"{file}:{problem}" for problem in problems])
    return values, lines


def _walk(node: yaml.Node, place: Place, lines: dict[Place, int], problems: list[str]) -> Any:
    lines.setdefault(place, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        return [_walk(item, (*place, index), lines, problems) for index, item in enumerate(node.value)]
    if not isinstance(node, yaml.MappingNode):
        return node.value
    values: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key, line = str(key_node.value), key_node.start_mark.line + 1
        if key in values:
            problems.append(f"{line}: {key} is here twice. Take one of them out")
        lines[*place, key] = line
        values[key] = _walk(value_node, (*place, key), lines, problems)
    return values
