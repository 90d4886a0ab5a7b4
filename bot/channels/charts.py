"""How long the bars of a chart are."""

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
    longest = max((part.pence for part in chart.parts), default=0)
    return [Bar(part, _percent(part.pence, longest)) for part in chart.parts]


def _percent(pence: int, longest: int) -> Decimal:
    share = Decimal(pence) * 100 / longest if longest else Decimal(0)
    return share.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
