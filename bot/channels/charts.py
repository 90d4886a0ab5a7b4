"""How long the bars of a chart are."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from common.replies import Chart, Part


@dataclass(frozen=True)
class Bar:
    """A part with its length, in percent of the longest one's, to a tenth."""

    part: Part
    percent: Decimal


def bars(chart: Chart) -> list[Bar]:
    """The bars of a chart. The longest is 100 %; all are nought where every amount is."""
    return [
        Bar(part, percent) for part, percent in zip(chart.parts, percents([p.pence for p in chart.parts]), strict=True)
    ]


def percents(numbers: Sequence[int]) -> list[Decimal]:
    """How long the bars of some numbers (nought or more) are. The longest is 100 %."""
    longest = max(numbers, default=0)
    return [_percent(number, longest) for number in numbers]


def _percent(pence: int, longest: int) -> Decimal:
    share = Decimal(pence) * 100 / longest if longest else Decimal(0)
    return share.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
