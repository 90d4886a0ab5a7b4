"""Who signed which wording: signoff.yml holds a hash of the words that were read, so an edit voids the signature."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from knowledge.answer import Answer
from knowledge.fields import Fields
from knowledge.located import read_yaml

SIGN_OFF_FILE = "signoff.yml"


@dataclass(frozen=True)
class SignOff:
    """A signature: the hash of the wording, who signed, as what (council, ICB), and the day. `line`: in the file."""

    answer: str
    hash: str
    who: str
    role: str
    signed_on: date
    line: int


def content_hash(answer: Answer) -> str:
    """The SHA-256 of what a signer reads: the words in every register, the funder, the facts and the sources."""
    read = [answer.title, answer.plain, answer.simple, answer.sms, answer.adviser, answer.more, answer.funder]
    rests_on = [answer.facts, answer.sources, answer.helplines]
    return hashlib.sha256(json.dumps([read, *rests_on]).encode()).hexdigest()


def load_sign_offs(folder: Path) -> dict[str, SignOff]:
    """The signatures of a knowledge folder by answer id; none when there is no signoff.yml. Raises ContentError."""
    file = folder / SIGN_OFF_FILE
    if not file.exists():
        return {}
    document = read_yaml(file)
    sign_offs = {}
    for key in document.data:
        read = Fields(document, (key,))
        sign_offs[key] = SignOff(
            answer=key,
            hash=read.text("hash"),
            who=read.text("who"),
            role=read.text("role"),
            signed_on=read.day("signed_on"),
            line=document.line(key),
        )
    return sign_offs


def is_signed(answer: Answer, sign_offs: Mapping[str, SignOff]) -> bool:
    """Whether somebody signed this answer as it stands now."""
    sign_off = sign_offs.get(answer.id)
    return sign_off is not None and sign_off.hash == content_hash(answer)


def sign(folder: Path, answer: Answer, who: str, role: str, signed_on: date) -> None:
    """Write a signature for an answer as it stands now into signoff.yml, in place of an earlier one."""
    file = folder / SIGN_OFF_FILE
    entries = yaml.safe_load(file.read_text(encoding="utf-8")) if file.exists() else {}
    entries[answer.id] = {"hash": content_hash(answer), "who": who, "role": role, "signed_on": signed_on}
    head = "# Who signed which wording: written by `./navigator sign`. An edit of the answer voids its signature.\n"
    file.write_text(head + yaml.safe_dump(entries, sort_keys=True, allow_unicode=True), encoding="utf-8")
