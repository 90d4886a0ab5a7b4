"""Reading what a browser sends, up to a limit: what is over it is neither kept in memory nor worked through."""

import asyncio
import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

BODY_BYTES = 65_536
_DISCARD_BYTES = 4 * 1024 * 1024
_SECONDS = 15.0
_WORST_BYTES_A_CHARACTER = 12
"""An emoji in a form: four bytes, each as %F0."""

_JSON_TEXT = re.compile(r'"text"\s*:\s*"')
_JSON_ID = re.compile(r'"client_message_id"\s*:\s*"([^"\\]{1,100})"')


class BadBody(Exception):
    """It can't be read as what it says it is."""


@dataclass(frozen=True)
class Body:
    """The fields that were sent. `is_cut`: there was more than is read, and the last field is only a part."""

    fields: dict[str, str]
    is_cut: bool = False


def body_limit(max_characters: int) -> int:
    """How many bytes are read, so that a message of the longest length always fits."""
    return max(BODY_BYTES, max_characters * _WORST_BYTES_A_CHARACTER + 4096)


async def read_body(request: Request, limit: int) -> Body:
    """The fields of a form or a JSON object. Raises BadBody, TimeoutError (too slow) or ClientDisconnect."""
    async with asyncio.timeout(_SECONDS):
        raw, is_cut = await _read(request, limit)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    text = raw.decode(errors="ignore" if is_cut else "replace")
    if kind == "application/json":
        return Body(_from_cut_json(text) if is_cut else _from_json(text), is_cut)
    if kind == "application/x-www-form-urlencoded":
        try:
            pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=20)
        except ValueError:
            raise BadBody("too many fields") from None
        return Body(dict(pairs), is_cut)
    raise BadBody("neither a form nor JSON")


async def _read(request: Request, limit: int) -> tuple[bytes, bool]:
    """The first `limit` bytes. A little more is taken in and dropped, so that the browser gets to read the answer."""
    kept, seen = bytearray(), 0
    try:
        async for chunk in request.stream():
            seen += len(chunk)
            kept += chunk[: limit - len(kept)]
            if seen > _DISCARD_BYTES:
                break
    except ClientDisconnect:
        raise BadBody("the browser went away") from None
    return bytes(kept), seen > limit


def _from_json(text: str) -> dict[str, str]:
    try:
        data: Any = json.loads(text)
    except (ValueError, RecursionError):
        raise BadBody("not JSON") from None
    if not isinstance(data, dict) or not all(isinstance(value, str) for value in data.values()):
        raise BadBody("a JSON object whose values are all strings is needed")
    return {name: _encodable(value) for name, value in data.items()}


def _encodable(text: str) -> str:
    """JSON can hold halves of emoji, which nothing can store."""
    return text.encode(errors="replace").decode()


def _from_cut_json(text: str) -> dict[str, str]:
    """What can be made out of the beginning of a JSON object: enough for the safety gate."""
    fields = {}
    if found := _JSON_ID.search(text):
        fields["client_message_id"] = found[1]
    if found := _JSON_TEXT.search(text):
        rest = text[found.end() :].rpartition("\\")[0] or text[found.end() :]
        try:
            fields["text"] = _encodable(json.loads(f'"{rest}"', strict=False))
        except ValueError:
            fields["text"] = rest
    return fields
