"""Kinds of values in council.yml, each with the one form in which it is written."""

import re
from collections.abc import Callable, Iterator
from datetime import date, time

from pydantic import ConstrainedStr


class Phone(ConstrainedStr):
    """A number as dialled in the UK, with spaces for reading; empty when it is not set."""

    regex = re.compile(r"(\+?\d[\d ]{1,18}\d)?\Z")


class Email(ConstrainedStr):
    """An email address; empty when it is not set."""

    regex = re.compile(r"([^@\s]+@[^@\s]+\.[^@\s]+)?\Z")


class Website(ConstrainedStr):
    """An https address; empty when it is not set."""

    regex = re.compile(r"(https://\S+)?\Z")


class Colour(ConstrainedStr):
    """A colour written as #1d4f91."""

    regex = re.compile(r"#[0-9a-f]{6}\Z", re.IGNORECASE)


class Origin(ConstrainedStr):
    """A website without any path: https://www.example.org. Without https only on this very machine, for trying it."""

    regex = re.compile(r"(https://[a-z0-9.-]+(:\d{1,5})?|http://(localhost|127\.0\.0\.1)(:\d{1,5})?)\Z")


class ServiceAddress(ConstrainedStr):
    """Where a service is: an https address, or one on this very machine for trying out; empty when it is not set."""

    regex = re.compile(r"(https://\S+|http://(localhost|127\.0\.0\.1)(:\d+)?(/\S*)?)?\Z")


class Words(ConstrainedStr):
    """Text that must not be empty."""

    min_length = 1
    strip_whitespace = True


class Day(date):
    """A day written as 2026-12-24. (pydantic's own dates also take 2026 for a number of seconds.)"""

    @classmethod
    def __get_validators__(cls) -> Iterator[Callable[[str | date], date]]:
        yield cls.parse

    @staticmethod
    def parse(text: str | date) -> date:
        """Raises ValueError for any other form."""
        try:
            return text if isinstance(text, date) else date.fromisoformat(text)
        except ValueError:
            raise ValueError("this is not a day: write it as 2026-12-24") from None


class TimeOfDay(time):
    """A time in London written as 09:00."""

    @classmethod
    def __get_validators__(cls) -> Iterator[Callable[[str | time], time]]:
        yield cls.parse

    @staticmethod
    def parse(text: str | time) -> time:
        """Raises ValueError for any other form."""
        if isinstance(text, time):
            return text
        if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text):
            raise ValueError("this is not a time: write it as 09:00")
        return time.fromisoformat(text)
