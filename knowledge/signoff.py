"""Who signed which wording: signoff.yml holds a hash of the words that were read, so an edit voids the signature.

NHS rules are signed by an integrated care board (icb), council rules by a council; an answer about both by both.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

import yaml

from knowledge.answer import Answer
from knowledge.fields import Fields
from knowledge.located import ContentError, read_yaml

SIGN_OFF_FILE = "signoff.yml"
ROLES = ("council", "icb")
_SIGNED_BY = {"nhs": frozenset({"icb"}), "council": frozenset({"council"})}
_HEAD = "# Who signed which wording: written by `./navigator content sign-off`. An edit voids a signature.\n"


@dataclass(frozen=True)
class SignOff:
    """A signature. hash: of the words that were read; who: the person; role: `council` or `icb`; body: its name, such
    as Exampleshire Council. `line`: where it stands in the file."""

    answer: str
    hash: str
    who: str
    role: str
    body: str
    signed_on: date
    line: int = 0

    @property
    def entry(self) -> dict[str, object]:
        """As it stands in signoff.yml."""
        return {
            "hash": self.hash,
            "who": self.who,
            "role": self.role,
            "body": self.body,
            "signed_on": self.signed_on,
        }


SignOffs = Mapping[str, tuple[SignOff, ...]]


class Standing(StrEnum):
    """Where an answer stands with those who sign."""

    DRAFT = "draft"
    UNSIGNED = "unsigned"
    VOIDED = "voided"
    PART_SIGNED = "part signed"
    SIGNED = "signed"


def content_hash(answer: Answer) -> str:
    """The SHA-256 of what a signer reads: the words in every register, the funder, the facts and the sources."""
    read = [answer.title, answer.plain, answer.simple, answer.sms, answer.adviser, answer.more, answer.funder]
    rests_on = [answer.facts, answer.sources, answer.helplines]
    return hashlib.sha256(json.dumps([read, *rests_on, answer.history]).encode()).hexdigest()


def load_sign_offs(folder: Path) -> dict[str, tuple[SignOff, ...]]:
    """The signatures of a knowledge folder by answer id; none when there is no signoff.yml. Raises ContentError."""
    file = folder / SIGN_OFF_FILE
    if not file.exists():
        return {}
    document = read_yaml(file)
    sign_offs = {}
    for key in document.data:
        found = []
        for index in range(len(Fields(document).items(key))):
            read = Fields(document, (key, index))
            role = read.text("role")
            if role not in ROLES:
                line = document.line(key, index, "role")
                raise ContentError(file, line, f"`{role}` is no role", f"Use one of {', '.join(ROLES)}")
            found.append(
                SignOff(
                    answer=key,
                    hash=read.text("hash"),
                    who=read.text("who"),
                    role=role,
                    body=read.text("body"),
                    signed_on=read.day("signed_on"),
                    line=document.line(key, index),
                )
            )
        sign_offs[key] = tuple(found)
    return sign_offs


def roles_needed(answer: Answer) -> frozenset[str]:
    """Who has to sign an answer: those whose rules it tells."""
    return _SIGNED_BY.get(answer.funder, frozenset(ROLES))


def standing(answer: Answer, sign_offs: SignOffs) -> Standing:
    """Where an answer stands: a signature counts only for the words as they are now."""
    if answer.draft:
        return Standing.DRAFT
    given = sign_offs.get(answer.id, ())
    now, needed = content_hash(answer), roles_needed(answer)
    roles = {each.role for each in given if each.hash == now} & needed
    if roles == needed:
        return Standing.SIGNED
    if roles:
        return Standing.PART_SIGNED
    return Standing.VOIDED if any(each.role in needed for each in given) else Standing.UNSIGNED


def is_signed(answer: Answer, sign_offs: SignOffs) -> bool:
    """Whether all who have to signed this answer as it stands now."""
    return standing(answer, sign_offs) is Standing.SIGNED


def sign(folder: Path, answers: Iterable[Answer], who: str, role: str, body: str, signed_on: date) -> None:
    """Sign answers as they stand now. Raises ContentError for a broken signoff.yml, ValueError for another role."""
    if role not in ROLES:
        raise ValueError(f"{role!r} is no role: use one of {', '.join(ROLES)}")
    add(folder, [SignOff(answer.id, content_hash(answer), who, role, body, signed_on) for answer in answers])


def add(folder: Path, signatures: Iterable[SignOff]) -> None:
    """Write signatures into signoff.yml; one takes the place of an earlier one of the same body in the same role.

    Raises ContentError when signoff.yml can't be read.
    """
    all_of = {key: list(found) for key, found in load_sign_offs(folder).items()}
    for new in signatures:
        kept = [each for each in all_of.get(new.answer, ()) if (each.role, each.body) != (new.role, new.body)]
        all_of[new.answer] = [*kept, new]
    entries = {key: [each.entry for each in found] for key, found in all_of.items()}
    text = _HEAD + yaml.safe_dump(entries, sort_keys=True, allow_unicode=True)
    (folder / SIGN_OFF_FILE).write_text(text, encoding="utf-8")
