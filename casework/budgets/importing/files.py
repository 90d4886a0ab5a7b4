"""A council's CSV file as rows, whatever system wrote it: read from beginning to end, never held whole in memory."""

import codecs
import csv
import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

_BLOCK = 1 << 20
_SEPARATORS = ",;\t|"


class UnreadableFile(Exception):
    """The file as a whole can't be read; the message says why and how to mend it."""


@dataclass(frozen=True)
class Survey:
    """What the first reading found. sha256: of its bytes; size: in bytes; encoding: how to read it as text."""

    sha256: str
    size: int
    encoding: str


@dataclass(frozen=True)
class Row:
    """line: its last line in the file, from 1; cells: trimmed; at: how many bytes were read so far."""

    line: int
    cells: list[str]
    at: int


def survey(file: Path) -> Survey:
    """Read a file once: UTF-8 (with or without a mark) or, as older Excel writes, Windows-1252. Raises
    UnreadableFile."""
    digest, size, is_utf8 = hashlib.sha256(), 0, True
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    try:
        with file.open("rb") as stream:
            while block := stream.read(_BLOCK):
                if size == 0 and block.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b"PK")):
                    raise UnreadableFile('this is no CSV file. In the spreadsheet save it as "CSV UTF-8"')
                if b"\x00" in block:
                    raise UnreadableFile('this is no text. In the spreadsheet save it as "CSV UTF-8"')
                digest.update(block)
                size += len(block)
                if is_utf8:
                    try:
                        decoder.decode(block)
                    except UnicodeDecodeError:
                        is_utf8 = False
        if is_utf8:
            try:
                decoder.decode(b"", final=True)
            except UnicodeDecodeError:
                is_utf8 = False
    except OSError as error:
        raise UnreadableFile(f"the file can't be opened ({error.strerror}). Check its path and rights") from None
    return Survey(digest.hexdigest(), size, "utf-8-sig" if is_utf8 else "cp1252")


@contextmanager
def open_rows(file: Path, encoding: str) -> Iterator[Iterator[Row]]:
    """The rows of a surveyed file that are not blank, the header first. Reading them raises UnreadableFile."""
    with file.open("r", encoding=encoding, newline="") as stream:
        yield _rows(stream)


def heading(text: str) -> str:
    """A heading as profiles know it: small letters with underscores."""
    return re.sub(r"[^a-z0-9]+", "_", text.casefold()).strip("_")


def _rows(stream: IO[str]) -> Iterator[Row]:
    first = stream.readline()
    told = re.match(r'"?sep=(.)', first)
    skipped = 1 if told else 0
    if told:
        first = stream.readline()
    separator = told[1] if told else max(_SEPARATORS, key=first.count)
    reader = csv.reader(_from(first, stream), delimiter=separator, strict=True)
    buffer = stream.buffer  # type: ignore[attr-defined]
    try:
        for cells in reader:
            if any(trimmed := [cell.strip().strip("\u00a0") for cell in cells]):
                yield Row(reader.line_num + skipped, trimmed, buffer.tell())
    except csv.Error:
        line = reader.line_num + skipped
        raise UnreadableFile(f"a quotation mark is not closed, or closed too early, by line {line}. Mend it") from None
    except UnicodeDecodeError:
        raise UnreadableFile('letters in it can\'t be read. Save it as "CSV UTF-8"') from None


def _from(first: str, stream: IO[str]) -> Iterator[str]:
    if first:
        yield first
    yield from stream
