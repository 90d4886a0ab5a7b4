"""Answer packs: what one ICB or council has signed, for another to take in.

A pack is a JSON file with the answers' files as they were signed, the signatures, and an Ed25519 signature over all
of it (RFC 8032). Who takes it in gives the public key, which they had from its makers by another way than the pack.
"""

import base64
import binascii
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from knowledge.answer import Answer, answer_from
from knowledge.content import Content
from knowledge.fields import Fields
from knowledge.located import ContentError, Document
from knowledge.signoff import SignOff, SignOffs, add, content_hash

FORMAT = "navigator answer pack, 1"


class PackError(Exception):
    """A pack that can't be made or taken in; the message says why and what to do."""


@dataclass(frozen=True)
class Packed:
    """An answer of a pack: the text of its file, and the signatures on it."""

    answer: Answer
    text: str
    signatures: tuple[SignOff, ...]


@dataclass(frozen=True)
class Pack:
    """A pack whose signature was found right. body: who made it."""

    body: str
    made_on: date
    answers: tuple[Packed, ...]


@dataclass(frozen=True)
class TakenIn:
    """What became of the answers of a pack, by id: signed (the same words are here), added (they were not here),
    replaced, and differing (here with other words: left alone)."""

    signed: tuple[str, ...]
    added: tuple[str, ...]
    replaced: tuple[str, ...]
    differing: tuple[str, ...]


def new_key() -> tuple[str, str]:
    """A private key to keep, and the public one to give out, as text."""
    key = Ed25519PrivateKey.generate()
    return _text(key.private_bytes_raw()), _text(key.public_key().public_bytes_raw())


def make_pack(folder: Path, content: Content, sign_offs: SignOffs, body: str, key: str, made_on: date) -> str:
    """A pack of all answers that `body` has signed as they stand now.

    Only answers with a file of their own: meanings and things to buy are made from other files. key: the private one.
    Raises PackError.
    """
    entries = []
    for id, given in sorted(sign_offs.items()):
        answer = content.answers.get(id)
        file = folder / "answers" / (answer.topic if answer else "") / f"{id}.yml"
        valid = [each for each in given if answer and each.body == body and each.hash == content_hash(answer)]
        if answer and valid and file.exists():
            signatures = [{**each.entry, "signed_on": each.signed_on.isoformat()} for each in valid]
            text = file.read_text(encoding="utf-8")
            entries.append({"id": id, "topic": answer.topic, "text": text, "signatures": signatures})
    if not entries:
        raise PackError(f"{body} has signed no answer as it stands now: sign some first, with the same --body")
    pack = {"format": FORMAT, "body": body, "made_on": made_on.isoformat(), "answers": entries}
    signature = _private(key).sign(_canonical(pack))
    return json.dumps({**pack, "signature": _text(signature)}, ensure_ascii=False, indent=1) + "\n"


def read_pack(text: str, public_key: str) -> Pack:
    """The pack of a file, once its signature and the hash of every answer are found right. Raises PackError."""
    try:
        data = json.loads(text)
        signature = base64.b64decode(data.pop("signature"), validate=True)
        if data["format"] != FORMAT:
            raise PackError(f"this is no pack that this version reads: {data['format']}")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise PackError("this file is no answer pack, or it is damaged") from error
    try:
        _public(public_key).verify(signature, _canonical(data))
    except InvalidSignature:
        problem = "the pack was changed, or it was made with another key. Ask its makers for it, and their key, again"
        raise PackError(problem) from None
    answers = tuple(_packed(entry) for entry in data["answers"])
    return Pack(str(data["body"]), date.fromisoformat(data["made_on"]), answers)


def take_in(folder: Path, content: Content, pack: Pack, replace_differing: bool = False) -> TakenIn:
    """Take a pack into a knowledge folder: all of it, or nothing when an answer names evidence that is not here.

    Raises PackError.
    """
    missing = sorted({name for packed in pack.answers for name in _missing(packed.answer, content)})
    if missing:
        raise PackError(f"not here yet: {', '.join(missing)}. Add them to facts.yml and sources.yml first")
    here = content.answers
    same = [
        p for p in pack.answers if p.answer.id in here and content_hash(here[p.answer.id]) == content_hash(p.answer)
    ]
    added = [p for p in pack.answers if p.answer.id not in here]
    other = [p for p in pack.answers if p not in same and p not in added]
    replaced = other if replace_differing else []
    for packed in (*added, *replaced):
        # An answer keeps its place here, whatever its topic was there.
        topic = here[packed.answer.id].topic if packed.answer.id in here else packed.answer.topic
        target = folder / "answers" / topic / f"{packed.answer.id}.yml"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(packed.text, encoding="utf-8")
    add(folder, [signature for packed in (*same, *added, *replaced) for signature in packed.signatures])
    return TakenIn(*(_ids(found) for found in (same, added, replaced, [p for p in other if p not in replaced])))


def _packed(entry: dict[str, Any]) -> Packed:
    try:
        document = Document(Path(entry["topic"]) / f"{entry['id']}.yml", yaml.safe_load(entry["text"]), {})
        answer = answer_from(document)
        signatures = tuple(_signature(answer.id, index, entry) for index in range(len(entry["signatures"])))
    except (ContentError, KeyError, TypeError, yaml.YAMLError) as error:
        raise PackError(f"an answer of the pack can't be read: {error}") from error
    if wrong := [each.who for each in signatures if each.hash != content_hash(answer)]:
        raise PackError(f"{answer.id}: {wrong[0]} signed other words than those in the pack")
    return Packed(answer, entry["text"], signatures)


def _signature(answer: str, index: int, entry: dict[str, Any]) -> SignOff:
    read = Fields(Document(Path("pack"), entry, {}), ("signatures", index))
    who, role, body = read.text("who"), read.text("role"), read.text("body")
    return SignOff(answer, read.text("hash"), who, role, body, read.day("signed_on"))


def _missing(answer: Answer, content: Content) -> list[str]:
    facts = [id for id in answer.facts if id not in content.facts]
    return facts + [key for key in answer.sources if key not in content.sources]


def _ids(packed: Iterable[Packed]) -> tuple[str, ...]:
    return tuple(each.answer.id for each in packed)


def _canonical(pack: dict[str, Any]) -> bytes:
    return json.dumps(pack, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _raw(key: str) -> bytes:
    try:
        raw = base64.b64decode(key.strip(), validate=True)
    except binascii.Error:
        raw = b""
    if len(raw) != 32:
        raise PackError("this is no key: make one with `./navigator content key`")
    return raw


def _private(key: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(_raw(key))


def _public(key: str) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(_raw(key))
