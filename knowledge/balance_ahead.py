"""What is said of the time to come, and of what stands out: how long, one thing more, anything odd."""

from decimal import Decimal

from common.budgets import Period
from common.days import day_in_words
from common.money import in_pounds, whole_pence
from knowledge.balance_content import Line
from knowledge.balance_outlook import Lasts, Payments, Usual, afford, lasts
from knowledge.balance_replies import Asked, Said, owing
from knowledge.balance_sums import left, owed, weekly
from knowledge.balance_unusual import can_tell, unusual

MOST_UNUSUAL = 3


def of_lasting(asked: Asked) -> Said:
    """How long the money lasts, with what was assumed and what is not known; or why that can't be said."""
    found = lasts(asked.budget, asked.today, asked.fresh_days)
    if not isinstance(found, Lasts):
        return _cannot(asked, found)
    if found.verdict == "gone":
        values = {
            "left": in_pounds(left(asked.budget).pence or 0),
            "owed": in_pounds(owed(asked.budget).known or 0),
        }
        return Said("lasts_gone", values, (Line("from_record"),))
    lines = (*_assumed(asked, found.free, found.coming, found.usual, found.payments), *_unknown_owed(asked))
    if found.verdict == "enough":
        end = asked.budget.ends_on
        to_the_end = f"to the end of the budget on {day_in_words(end)}" if end else "as long as the payments go on"
        return Said("lasts_enough", {"to_the_end": to_the_end}, lines)
    assert found.until is not None
    values = {"weeks": _weeks(found.weeks), "until": day_in_words(found.until)}
    return Said("lasts_weeks", values, lines)


def of_affording(asked: Asked) -> Said:
    """What some hours or some money more each week come to, beside what is there; asks for what is missing."""
    topic = asked.topic
    if asked.budget.holding == "notional":
        return _cannot(asked, "not_held")
    if topic.hours is None and topic.amount is None:
        return Said("afford_what")
    if topic.hours is not None and topic.rate is None:
        return Said("afford_rate", {"hours": _hours(topic.hours)})
    extra, extra_for = _extra(asked)
    found = afford(asked.budget, extra, asked.today, asked.fresh_days)
    if isinstance(found, str):
        return _cannot(asked, found)
    values = {"extra_for": extra_for, "extra": in_pounds(extra), "total": in_pounds(found.total)}
    key = "afford_open"
    if found.weeks is not None and asked.budget.ends_on is not None:
        key = "afford"
        values |= {"weeks": _weeks(found.weeks), "ends": day_in_words(asked.budget.ends_on)}
    top = [Line("on_top")] if topic.hours is not None else []
    if found.spare is None or found.usual is None:
        free = in_pounds(found.free)
        alone = {"free": free, "alone": _weeks(max(found.free, 0) // extra if extra else 0)}
        share = Line("share", {"free": free, "share": in_pounds(found.share)}) if found.weeks else Line("alone", alone)
        return Said(key, values, (share, Line("from_record"), *top, *_unknown_owed(asked)))
    after = found.spare - extra
    verdict = Line(
        "spare_none" if found.spare <= 0 else "spare_over" if after >= 0 else "spare_under",
        {
            "spare": in_pounds(found.spare),
            "gap": in_pounds(-found.spare),
            "over": in_pounds(after),
            "under": in_pounds(-after),
        },
    )
    assumed = _assumed(asked, found.free, found.coming, found.usual, found.payments)
    return Said(key, values, (verdict, *top, *assumed, *_unknown_owed(asked)))


def of_unusual(asked: Asked) -> Said:
    """What stands out, to somebody who asked."""
    if not can_tell(asked.budget):
        return Said("unusual_unknown")
    found = unusual(asked.budget)[:MOST_UNUSUAL]
    lines = tuple(
        Line(
            f"odd_{each.kind}",
            {
                "amount": "" if each.pence is None else in_pounds(each.pence),
                "on": "" if each.on is None else day_in_words(each.on),
            },
        )
        for each in found
    )
    return Said("unusual", {}, lines) if lines else Said("unusual_none")


def _extra(asked: Asked) -> tuple[int, str]:
    """What is asked for, in pence a week, and in words."""
    topic = asked.topic
    if topic.hours is not None and topic.rate is not None:
        pence = whole_pence(topic.hours * topic.rate)
        return pence, f"{_capital(_hours(topic.hours))} a week at {in_pounds(topic.rate)} an hour"
    assert topic.amount is not None
    per: Period = topic.amount_per
    return weekly(topic.amount, per) or 0, f"{in_pounds(topic.amount)} {asked.words.names['per'][per]} more"


def _cannot(asked: Asked, why: str) -> Said:
    return Said("cannot", {"because": asked.words.names["because"][why]})


def _assumed(asked: Asked, free: int, coming: int, usual: Usual, footing: Payments) -> list[Line]:
    sums = {"free": in_pounds(free), "coming": in_pounds(coming), "usual": in_pounds(usual.pence)}
    if footing != "go_on":
        return [Line("assumes", sums), Line(f"payments_{footing}")]
    own_part = asked.budget.is_paid_net and asked.budget.contribution_pence
    return [Line("assumes", sums), *([Line("part_counted")] if own_part else [])]


def _unknown_owed(asked: Asked) -> list[Line]:
    return [Line("not_counted", line.values) for line in owing(asked) if line.key == "owed_unknown"]


def _weeks(count: int) -> str:
    return {0: "less than a week", 1: "1 week"}.get(count, f"{count} weeks")


def _hours(count: Decimal) -> str:
    said = f"{count.normalize():f}"
    return f"{said} more {'hour' if said == '1' else 'hours'}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
