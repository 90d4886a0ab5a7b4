"""Something found in a message."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Found:
    """Its kind, its value, where it stands in the text, and for amounts and hours the period they are for.

    Values: amounts in pence, ages in years, hours as a number, days as ISO dates, all else as words.
    """

    kind: str
    value: str | int | float
    start: int
    end: int
    period: str | None = None
