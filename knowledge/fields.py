"""Reads the fields of a content file, and says with file and line where one is missing or of the wrong kind."""

from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from knowledge.located import ContentError, Document


@dataclass(frozen=True)
class Fields:
    """The fields of a document, or of the mapping at `place` inside it. Every reader raises ContentError."""

    document: Document
    place: tuple[str | int, ...] = ()

    def text(self, name: str, required: bool = True) -> str:
        """A text without spaces at its ends. Empty only when it is not required."""
        value = self._value(name)
        if value in (None, "") and not required:
            return ""
        if not isinstance(value, str) or not value.strip():
            raise self._error(name, value, "some text")
        return value.strip()

    def texts(self, name: str, required: bool = True) -> tuple[str, ...]:
        """A list of texts."""
        value = self._value(name)
        if value is None and not required:
            return ()
        if not isinstance(value, list):
            raise self._error(name, value, "a list of texts")
        for index, item in enumerate(value):
            if not isinstance(item, str) or not item.strip():
                line = self.document.line(*self.place, name, index)
                mend = "Put quotes around numbers, yes, no, and what holds a colon"
                raise ContentError(self.document.file, line, f"an item of `{name}` is no text", mend)
        return tuple(item.strip() for item in value)

    def day(self, name: str) -> date:
        """A calendar day, written as 2026-11-22."""
        value = self._value(name)
        try:
            return value if type(value) is date else date.fromisoformat(value)  # type: ignore[arg-type]
        except (TypeError, ValueError):
            raise self._error(name, value, "a date such as 2026-11-22") from None

    def items(self, name: str) -> list[Any]:
        """A list of entries of any kind; empty when it is left out."""
        value = self._value(name)
        if value is not None and not isinstance(value, list):
            raise self._error(name, value, "a list")
        return value or []

    def pairs(self, name: str) -> dict[str, str]:
        """Texts by name; empty when it is left out."""
        value = self._value(name)
        if value is not None and not (
            isinstance(value, dict) and all(isinstance(item, str) for item in value.values())
        ):
            raise self._error(name, value, "texts by name (put quotes around numbers, yes and no)")
        return value or {}

    def flag(self, name: str) -> bool:
        """true or false; false when it is left out."""
        value = self._value(name)
        if value is not None and not isinstance(value, bool):
            raise self._error(name, value, "true or false")
        return bool(value)

    def _value(self, name: str) -> object:
        data: Any = self.document.data
        for key in self.place:
            data = data[key]
        return cast(object, data.get(name)) if isinstance(data, dict) else None

    def _error(self, name: str, value: object, wanted: str) -> ContentError:
        line = self.document.line(*self.place, name)
        problem = f"the field `{name}` is missing or empty" if not value else f"the field `{name}` is of the wrong kind"
        return ContentError(self.document.file, line, problem, f"Give `{name}` {wanted}")
