"""How days and months are written."""

from datetime import date


def day_in_words(day: date) -> str:
    """2026-11-20 as 20 November 2026."""
    return f"{day.day} {day:%B %Y}"


def span_in_words(first: date, last: date) -> str:
    """A span of days, both inclusive: a whole month as May 2026, anything else by its first and last day."""
    next_day = date.fromordinal(last.toordinal() + 1)
    if first == last:
        return day_in_words(first)
    if first.day == 1 and next_day.day == 1 and (first.year, first.month) == (last.year, last.month):
        return f"{first:%B %Y}"
    return f"{day_in_words(first)} to {day_in_words(last)}"
