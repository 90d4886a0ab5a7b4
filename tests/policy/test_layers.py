"""What may know of what: arrows between layers, SQL in two folders only, no file that names anybody's machine."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.paths import ROOT

WITHOUT_SQL = ("common", "language", "actions", "bot")
DATABASE_LIBRARIES = {"sqlalchemy", "sqlite3", "sqlite_utils", "alembic", "psycopg", "psycopg2"}
PASSED_ON = {"sqlalchemy.engine": {"Connection"}}
"""Names that code without SQL may use: the type of what it passes on. Errors it may catch (sqlalchemy.exc) as well."""

SQL = re.compile(
    r"^\s*(SELECT\s.+\sFROM\s|INSERT\s+(OR\s+\w+\s+)?INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s|(CREATE|ALTER|DROP)\s+TABLE\s|PRAGMA\s)",
    re.IGNORECASE | re.DOTALL,
)

MACHINE_PATHS = "(^|[^A-Za-z0-9_.-])/(" + "|".join(["wo" + "rk", "fa" + "rm", "ro" + "ot"]) + ")/"
PACKAGE_HOSTS = "(" + "|".join(["py" + "pi", "python" + "hosted", "npm" + "js", "deb" + "ian"]) + r")\.(org|com)"


def database_imports(tree: ast.Module) -> Iterator[str]:
    """What a module takes from a database library, beyond what may be passed on."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names if each.name.partition(".")[0] in DATABASE_LIBRARIES)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in DATABASE_LIBRARIES:
            module = node.module or ""
            if module != "sqlalchemy.exc":
                yield from (f"{module}.{n.name}" for n in node.names if n.name not in PASSED_ON.get(module, set()))


def sql_texts(tree: ast.Module) -> Iterator[str]:
    """The texts of a module that are SQL, f-strings included; docstrings are not."""
    standing_alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if id(node) in standing_alone:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.match(node.value):
            yield node.value


def test_the_layers_hold() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"Contracts: [1-9]\d* kept, 0 broken", done.stdout), done.stdout


@pytest.mark.parametrize("folder", WITHOUT_SQL)
def test_sql_stands_in_casework_and_knowledge_only(folder: str) -> None:
    files = sorted((ROOT / folder).rglob("*.py"))
    assert files
    found = []
    for file in files:
        tree = ast.parse(file.read_text())
        found += [f"{file.relative_to(ROOT)}: {each}" for each in (*database_imports(tree), *sql_texts(tree))]
    assert found == []


@pytest.mark.parametrize(
    ("code", "caught"),
    [
        ("import sqlite3", True),
        ("from sqlalchemy import select", True),
        ("from sqlalchemy.engine import create_engine", True),
        ("query = 'select name from referral'", True),
        ("query = f'DELETE FROM {table}'", True),
        ("from sqlalchemy.engine import Connection", False),
        ("from sqlalchemy.exc import SQLAlchemyError", False),
        ("'''Select an answer from what was found.'''", False),
    ],
)
def test_sql_is_recognised(code: str, caught: bool) -> None:
    tree = ast.parse(code)
    assert bool([*database_imports(tree), *sql_texts(tree)]) is caught


@pytest.mark.parametrize("pattern", [MACHINE_PATHS, PACKAGE_HOSTS], ids=["machine paths", "package hosts"])
def test_no_tracked_file_names(pattern: str) -> None:
    """git grep ends with 1 when it finds nothing. Binary files are left out."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a clone")
    done = subprocess.run(
        ["git", "grep", "-nIE", pattern, "--", "."], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (1, ""), done.stdout + done.stderr
