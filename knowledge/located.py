"""YAML files with the line of every field, so that a problem can be shown where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

Place = tuple[str | int, ...]

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class ContentError(ValueError):
    """A content file that can't be used: which file, which line (from 1), what is wrong and what to do."""

    def __init__(self, file: Path, line: int, problem: str, mend: str) -> None:
        super().__init__(f"{file}:{line}: {problem}. {mend}")
        self.file = file
        self.line = line
        self.problem = problem
        self.mend = mend


@dataclass(frozen=True)
class Document:
    """One YAML file: its mapping, and the line (from 1) on which each key or list item stands."""

    file: Path
    data: Mapping[str, Any]
    lines: Mapping[Place, int] = field(repr=False)

    def line(self, *place: str | int) -> int:
        """The line of a field, or of the nearest part of the file that holds it."""
        for length in range(len(place), 0, -1):
            if place[:length] in self.lines:
                return self.lines[place[:length]]
        return 1


def read_yaml(file: Path) -> Document:
    """Read a file that holds one mapping (an empty file is an empty one). Raises ContentError for anything else."""
    try:
        loader = _Loader(file.read_text(encoding="utf-8"))
        try:
            node = loader.get_single_node()
            lines: dict[Place, int] = {}
            if node is not None:
                _note_lines(file, node, (), lines)
            data = loader.construct_document(node) if node is not None else {}
        finally:
            loader.dispose()
    except ContentError:
        raise
    except UnicodeDecodeError as error:
        raise ContentError(file, 1, "the file is not UTF-8 text", "Save it as UTF-8") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ContentError(
            file, line, f"not valid YAML: {error.problem}", "Check quotes, colons and indents"
        ) from error
    except (yaml.YAMLError, ValueError) as error:
        raise ContentError(file, 1, f"not valid YAML: {error}", "Check quotes, colons and indents") from error
    if not isinstance(data, dict):
        raise ContentError(file, 1, "the file does not hold fields", "Write it as `field: value` lines")
    return Document(file, data, lines)


def _note_lines(file: Path, node: yaml.Node, place: Place, lines: dict[Place, int]) -> None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = (*place, key.value)
            if inner in lines:
                # YAML would silently keep the last of the two.
                line = key.start_mark.line + 1
                raise ContentError(file, line, f"the field `{key.value}` is there twice", "Keep one of them")
            lines[inner] = key.start_mark.line + 1
            _note_lines(file, value, inner, lines)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            lines[*place, index] = value.start_mark.line + 1
            _note_lines(file, value, (*place, index), lines)
