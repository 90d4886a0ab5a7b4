"""Every number of the lead's view as a table, which a page draws, a file holds and a terminal prints."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TypeVar

from actions.services import KNOWLEDGE, Services
from bot.desk.wording import ABOUT, WHY
from bot.insights.period import Period
from bot.not_told import FUNDERS
from casework.coming_back import not_told
from casework.feedback import given
from casework.feedback.counting import Volumes, volumes
from casework.insights.figures import FEWEST, hide_small, median, ninetieth
from casework.insights.handed_over import HandedOver, handed_over
from common.outcomes import EXPLANATIONS, Outcome
from knowledge.due import Due, due

DUE_WITHIN = 60
WAYS = {"live": "Live chat", "call_back": "Call-back", "referral": "Referral"}
ENDINGS = {
    "resolved": "Resolved",
    "advice_given": "Advice given",
    "referred_on": "Referred on",
    "no_answer": "No answer after the tries",
    "left": "The person left the queue",
    "not_reached": "Nobody was free in time",
    "deleted": "The person deleted the chat",
    "not_recorded": "Not written up",
}
PRIORITIES = {"urgent": "Urgent", "soon": "Soon", "routine": "Routine"}
SMALL = f"Numbers of 1 to {FEWEST - 1} are not shown, nor a number that they would follow from."

Cell = str | int | timedelta | None
Key = TypeVar("Key", bound=str | int)


@dataclass(frozen=True)
class InsightTable:
    """A table. bars: the column (from 1) that is drawn, 0 for none; upright: as columns side by side, such as hours.

    A cell of None is a number too small to be shown, or one that there is not.
    """

    key: str
    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    bars: int = 0
    upright: bool = False

    @property
    def alternative(self) -> str:
        """What a chart of it shows, in words."""
        numbers = [(row[0], row[self.bars]) for row in self.rows if isinstance(row[self.bars], int | timedelta)]
        if not numbers:
            return f"{self.title}: nothing to draw."
        most = max(numbers, key=lambda pair: length_of(pair[1]))
        bars = "one bar" if len(numbers) == 1 else f"{len(numbers)} bars"
        return f"{self.title}: {bars}. The longest is {most[0]}, {in_words(most[1])}."


@dataclass(frozen=True)
class Insights:
    """All of it. answered: messages that got an answer or a flow's next step, in percent; None when there were none."""

    period: Period
    messages: int
    begun: int
    answered: int | None
    tables: tuple[InsightTable, ...]

    def table(self, key: str) -> InsightTable | None:
        """A table by its key, or None."""
        return next((each for each in self.tables if each.key == key), None)


def read_insights(services: Services, period: Period, today: date) -> Insights:
    """Everything of a period, read in one transaction."""
    with services.database.read() as connection:
        counted = volumes(connection, period.first, period.last)
        cases = handed_over(connection, period.first, period.last)
        feedback = given.by_answer(connection, period.first, period.last)
        untold = not_told.report(connection, period.first)
    tables = (
        *_waiting(cases),
        _hours(counted),
        _days(counted),
        _topics(counted),
        _outcomes(counted),
        _feedback(services, feedback),
        _small("reasons", "Why people were handed over", ("Reason", "Cases"), cases.reasons, WHY),
        _small("about", "What cases are about", ("About", "Cases"), cases.about, ABOUT),
        _small("endings", "How cases ended", ("Ending", "Cases"), cases.endings, ENDINGS),
        _late(cases),
        _untold(services, untold),
        _due(today),
    )
    return Insights(period, counted.messages, counted.begun, _answered(counted), tables)


def in_words(cell: Cell) -> str:
    """A cell as it is read: "4 min", "2 h 5 min", "1,234"."""
    if isinstance(cell, timedelta):
        minutes = round(cell.total_seconds() / 60)
        if cell < timedelta(minutes=1):
            return f"{round(cell.total_seconds())} s"
        return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"
    if cell is None:
        return "not shown"
    return f"{cell:,}" if isinstance(cell, int) else cell


def for_file(cell: Cell) -> str:
    """A cell of a CSV file: minutes as a number, and no text that a spreadsheet would take for a formula."""
    if isinstance(cell, timedelta):
        return f"{cell.total_seconds() / 60:.1f}"
    if cell is None:
        return ""
    text = str(cell)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") and not isinstance(cell, int) else text


def length_of(cell: Cell) -> int:
    """How long a bar is, in any unit; 0 for what is no number."""
    if isinstance(cell, timedelta):
        return int(cell.total_seconds())
    return cell if isinstance(cell, int) else 0


def _waiting(cases: HandedOver) -> Iterable[InsightTable]:
    headings = ("How long until somebody took it", "Taken", "Middle wait", "Nine of ten within")
    note = f"Measured, from asking to being taken. Fewer than {FEWEST} say nothing, and are not shown."
    all_day = {way: [wait for waits in hours.values() for wait in waits] for way, hours in cases.waits.items()}
    yield InsightTable(
        "waits",
        "Waiting times by way",
        ("Way", *headings[1:]),
        tuple(_wait(WAYS[way], all_day.get(way, [])) for way in WAYS),
        note,
        bars=2,
    )
    by_hour = [(way, hour, cases.waits[way][hour]) for way in WAYS for hour in sorted(cases.waits.get(way, ()))]
    yield InsightTable(
        "waits-by-hour",
        "Waiting times by way and hour",
        ("Way and hour when they asked", *headings[1:]),
        tuple(_wait(f"{WAYS[way]}, {hour:02}:00 to {hour + 1:02}:00", waits) for way, hour, waits in by_hour),
        note,
        bars=2,
    )


def _wait(name: str, waits: Sequence[timedelta]) -> tuple[Cell, ...]:
    return (name, hide_small({0: len(waits)})[0], median(waits), ninetieth(waits))


def _hours(counted: Volumes) -> InsightTable:
    shown = hide_small({hour: counted.by_hour.get(hour, 0) for hour in range(24)})
    rows = tuple((f"{hour:02}:00", number) for hour, number in shown.items())
    note = f"London time. {SMALL}"
    return InsightTable("hours", "Messages by hour of the day", ("Hour", "Messages"), rows, note, bars=1, upright=True)


def _days(counted: Volumes) -> InsightTable:
    rows = tuple(hide_small(counted.by_day).items())
    return InsightTable("days", "Messages by day", ("Day", "Messages"), rows, SMALL)


def _topics(counted: Volumes) -> InsightTable:
    named = {topic or "none": number for topic, number in counted.by_topic.items()}
    rows = _largest_first(named, lambda topic: topic.replace("_", " ").replace("-", " "))
    return InsightTable("topics", "Messages by topic", ("Topic", "Messages"), rows, SMALL, bars=1)


def _outcomes(counted: Volumes) -> InsightTable:
    shown = hide_small({outcome: counted.by_outcome.get(outcome, 0) for outcome in Outcome})
    rows = tuple((outcome.value.replace("_", " "), shown[outcome], EXPLANATIONS[outcome]) for outcome in Outcome)
    return InsightTable(
        "outcomes", "What became of messages", ("Outcome", "Messages", "What it is"), rows, SMALL, bars=1
    )


def _feedback(services: Services, found: Sequence[given.AnswerFeedback]) -> InsightTable:
    answers = services.search.content.answers

    def title(id: str) -> str:
        return answers[id].title if id in answers else id or "A whole conversation"

    rows = tuple((title(each.answer), each.answer, each.shown, each.helped, each.not_helped) for each in found)
    headings = ("Answer", "Id", "Shown", "Helped", "Did not help")
    note = "What did not help most often is at the top. It counts views on our words, and nobody is in it."
    return InsightTable("feedback", "Did answers help?", headings, rows, note, bars=4)


def _late(cases: HandedOver) -> InsightTable:
    total, late = hide_small(cases.priorities), hide_small(cases.late)
    rows = tuple((name, total.get(key, 0), late.get(key, 0)) for key, name in PRIORITIES.items())
    note = f"Late: nobody had taken or dealt with it by when it was due. {SMALL}"
    return InsightTable("late", "Cases that were late", ("Priority", "Cases", "Late"), rows, note, bars=2)


def _untold(services: Services, found: Sequence[not_told.Counted]) -> InsightTable:
    titles = {step.number: step.title for step in services.steps.walk.steps}
    rows = tuple((each.month, titles[each.step], FUNDERS[each.funder], each.count) for each in found)
    headings = ("Month", "What they were not told", "Whose money", "People")
    note = f"Whole months. {SMALL.partition(',')[0]}."
    return InsightTable("not-told", "What people say they were not told", headings, rows, note)


def _due(today: date) -> InsightTable:
    rows = tuple(
        (each.by.isoformat(), str(each.file.relative_to(KNOWLEDGE.parent)), each.what, each.owner)
        for each in _due_on(today)
    )
    note = f"What is due within {DUE_WITHIN} days. After its day an answer is no longer shown."
    return InsightTable("due", "Content to review", ("By", "File", "What", "Owner"), rows, note)


@lru_cache(maxsize=1)
def _due_on(today: date) -> tuple[Due, ...]:
    """Reads every file, so once a day."""
    return tuple(due(KNOWLEDGE, today, DUE_WITHIN))


def _small(
    key: str, title: str, headings: tuple[str, ...], counts: Mapping[str, int], names: Mapping[str, str]
) -> InsightTable:
    return InsightTable(key, title, headings, _largest_first(counts, lambda name: names.get(name, name)), SMALL, bars=1)


def _largest_first(counts: Mapping[Key, int], name: Callable[[Key], str]) -> tuple[tuple[Cell, ...], ...]:
    shown = hide_small(counts)
    return tuple((name(key), shown[key]) for key in sorted(counts, key=lambda key: (-(shown[key] or 0), str(key))))


def _answered(counted: Volumes) -> int | None:
    helpful = (Outcome.ANSWERED, Outcome.GUIDED, Outcome.CALCULATED, Outcome.BALANCE_SHOWN)
    if not counted.messages:
        return None
    return round(100 * sum(counted.by_outcome.get(each, 0) for each in helpful) / counted.messages)
