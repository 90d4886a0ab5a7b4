"""Checks of what content rests on, as a whole: addresses lead where they may, and no fact is forgotten."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from knowledge.check_wording import NOT_WORDING
from knowledge.evidence import load_facts
from knowledge.fields import Fields
from knowledge.located import Document, Place, read_yaml
from knowledge.problem import Problem

LINK_HOSTS_FILE = "link_hosts.yml"
UNUSED_FACTS_FILE = "unused_facts.yml"


def check_links(folder: Path) -> Iterator[Problem]:
    """Addresses of sources and helplines that are not well formed or lead elsewhere than link_hosts.yml allows.

    Raises ContentError.
    """
    file = folder / LINK_HOSTS_FILE
    read = Fields(read_yaml(file)) if file.exists() else None
    hosts = (*read.texts("official"), *read.texts("others")) if read else ()
    for name in ("sources.yml", "helplines.yml"):
        if (folder / name).exists():
            document = read_yaml(folder / name)
            for place, url in _addresses(document.data, ()):
                if problem := wrong_with_address(url, hosts):
                    mend = f"Mend it, or add its host to {LINK_HOSTS_FILE} once somebody has looked at it"
                    yield Problem(document.file, document.line(*place), problem, mend)


def wrong_with_address(url: str, hosts: tuple[str, ...]) -> str:
    """What is wrong with an address, or nothing. `hosts`: names that it, or what lies below them, may lead to."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return f"{url} is no address"
    if parts.scheme not in ("http", "https") or "." not in host or " " in url:
        return f"{url} is no address"
    if not any(host == allowed or host.endswith(f".{allowed}") for allowed in hosts):
        return f"{url} leads to {host}, which is not among the allowed hosts"
    return ""


def check_facts_are_used(folder: Path) -> Iterator[Problem]:
    """Facts that nothing rests on and unused_facts.yml does not explain, and explanations that are out of date.

    Facts of low confidence may not be used, so they need no explanation. Raises ContentError.
    """
    facts, used = load_facts(folder), used_facts(folder)
    excused = reasons_for_unused(folder)
    facts_file = read_yaml(folder / "facts.yml")
    for id, fact in facts.items():
        if id not in used and id not in excused and fact.confidence != "low":
            mend = f"Rest an answer on it, or say in {UNUSED_FACTS_FILE} why nobody asks for it"
            yield Problem(facts_file.file, facts_file.line(id), f"nothing rests on {id} ({fact.title})", mend)
    for id in excused:
        if id not in facts or id in used:
            file = folder / UNUSED_FACTS_FILE
            problem = f"{id} is used" if id in used else f"there is no fact {id}"
            yield Problem(file, read_yaml(file).line(id), problem, "Take it out")


def used_facts(folder: Path) -> dict[str, list[Path]]:
    """Each fact that some file of a knowledge folder names, with the files. Raises ContentError."""
    used: dict[str, list[Path]] = {}
    for file in sorted(folder.rglob("*.yml")):
        if file.name not in NOT_WORDING:
            for id in dict.fromkeys(_facts_of(read_yaml(file))):
                used.setdefault(id, []).append(file)
    return used


def reasons_for_unused(folder: Path) -> dict[str, str]:
    """Why facts are not used, by id; none when there is no unused_facts.yml. Raises ContentError."""
    file = folder / UNUSED_FACTS_FILE
    if not file.exists():
        return {}
    document = read_yaml(file)
    return {id: Fields(document).text(id) for id in document.data}


def _facts_of(document: Document) -> Iterator[str]:
    for place, value in _values(document.data, ()):
        if len(place) > 1 and place[-2] == "facts" and isinstance(value, str):
            yield value


def _addresses(value: object, place: Place) -> Iterator[tuple[Place, str]]:
    for inner, found in _values(value, place):
        if inner and inner[-1] == "url" and isinstance(found, str) and found:
            yield inner, found


def _values(value: object, place: Place) -> Iterator[tuple[Place, object]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _values(inner, (*place, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _values(inner, (*place, index))
    else:
        yield place, value
