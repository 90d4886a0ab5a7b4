"""The report in Markdown: a table of all columns with ratios, what must be reached, and how noisy it was."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bench.figures import Figures, Machine, Plan, Timings

COLUMNS = ("default", "light", "navigator")
RASA_EPOCHS = 100
"""What Rasa trains for by default."""

Value = Callable[[Figures], float | None]


@dataclass(frozen=True)
class Row:
    """A line of the table. `times_...`: how many times better Navigator must be than that; `limit`: its own bound."""

    what: str
    value: Value
    show: Callable[[Figures], str]
    more_is_better: bool = False
    times_default: float | None = None
    times_light: float | None = None
    limit: float | None = None
    unit: str = ""
    needs_epochs: bool = False
    """Only fair when stock Rasa trains for as long as it does by default."""


def rows() -> list[Row]:
    """All lines, with the figures to reach (docs/developers/benchmarks.md)."""
    return [
        Row(
            "start to first answer", lambda f: f.start(), _seconds(lambda f: f.start()), times_default=10, times_light=3
        ),
        Row("memory after 50 messages (PSS)", _memory, lambda f: _memory_text(f), times_default=3),
        Row("installed size", lambda f: f.size_mb, _plain(lambda f: f.size_mb, " MB"), limit=900, unit=" MB"),
        Row(
            "turn with a custom action, p50 (p95)",
            lambda f: f.action.middle(),
            lambda f: _turn(f.action),
            times_default=5,
            times_light=3,
        ),
        Row(
            "turn without, p50 (p95)",
            lambda f: f.plain.middle(),
            lambda f: _turn(f.plain),
            times_default=4,
            times_light=1,
        ),
        Row(
            "turn 200 / turn 5 of a conversation",
            lambda f: f.growth(200),
            lambda f: _growth(f, 200),
            limit=1.2,
            unit="x",
        ),
        Row("turn 2,000 / turn 5", lambda f: f.growth(2000), lambda f: _growth(f, 2000), limit=1.3, unit="x"),
        Row(
            "messages a second, 50 people at once",
            lambda f: f.rate(),
            _plain(lambda f: f.rate(), "", digits=1),
            more_is_better=True,
            times_default=5,
        ),
        Row(
            "training from scratch",
            lambda f: f.training_seconds,
            _seconds(lambda f: f.training_seconds),
            times_default=10,
            needs_epochs=True,
        ),
        Row("1 MB message", lambda f: f.big_ms, _big, limit=50, unit=" ms"),
    ]


def render(machine: Machine, plan: Plan, figures: Mapping[str, Figures]) -> str:
    """The whole report. `figures` by key; columns that were not measured are left out."""
    keys = [key for key in COLUMNS if key in figures]
    is_full = plan.epochs == RASA_EPOCHS
    titles = [figures[key].title for key in keys]
    head = ["what", *titles, "Navigator is", "to reach", "reached"]
    lines = [
        "# Navigator beside stock Rasa",
        "",
        f"Measured at {machine.at} (UTC), commit {machine.commit}, on {machine.cores} cores ({machine.processor}), "
        f"{machine.memory_mb:,} MB, Python {machine.python}; load when it began: {machine.load_before:.1f}. "
        f"DIET and TED: {plan.epochs} epochs{'' if is_full else ' (Rasa has 100: training is not comparable)'}.",
        "",
        _line(head),
        _line(["---"] * len(head)),
    ]
    lines += [_row(row, figures, keys, is_full) for row in rows()]
    lines += ["", *_talk(figures), *_noise(figures, keys), *_problems(figures)]
    return "\n".join(lines).rstrip() + "\n"


def ratio(row: Row, figures: Mapping[str, Figures], other: str) -> float | None:
    """How many times better Navigator is than another column; None when either was not measured."""
    if other not in figures or "navigator" not in figures:
        return None
    theirs, ours = row.value(figures[other]), row.value(figures["navigator"])
    if not theirs or not ours:
        return None
    return ours / theirs if row.more_is_better else theirs / ours


def reached(row: Row, figures: Mapping[str, Figures]) -> bool | None:
    """Whether Navigator reaches all that the line asks; None when something needed was not measured."""
    checks: list[bool] = []
    for other, wanted in (("default", row.times_default), ("light", row.times_light)):
        if wanted is not None:
            found = ratio(row, figures, other)
            if found is None:
                return None
            checks.append(found >= wanted)
    if row.limit is not None:
        ours = row.value(figures["navigator"]) if "navigator" in figures else None
        if ours is None:
            return None
        checks.append(ours <= row.limit)
    return all(checks)


def _row(row: Row, figures: Mapping[str, Figures], keys: list[str], is_full: bool) -> str:
    better = [(found, name) for name in ("default", "light") if (found := ratio(row, figures, name)) is not None]
    said = ", ".join(f"{found:.1f}x {name}" for found, name in better) if row.times_default or row.times_light else ""
    wanted = [
        f"{times:g}x {name}" for name, times in (("default", row.times_default), ("light", row.times_light)) if times
    ]
    if row.limit is not None:
        wanted.append(f"at most {row.limit:g}{row.unit}")
    is_fair = is_full or not row.needs_epochs
    verdict = {True: "yes", False: "**no**", None: "-"}[reached(row, figures) if is_fair else None]
    return _line([row.what, *(row.show(figures[key]) for key in keys), said or "-", ", ".join(wanted), verdict])


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _plain(value: Value, unit: str, digits: int = 0) -> Callable[[Figures], str]:
    def show(figures: Figures) -> str:
        found = value(figures)
        return "-" if found is None else f"{found:,.{digits}f}{unit}"

    return show


def _seconds(value: Value) -> Callable[[Figures], str]:
    return _plain(value, " s", digits=1)


def _memory(figures: Figures) -> float | None:
    if figures.memory is None:
        return None
    return figures.memory.rss_mb if figures.memory.pss_mb is None else figures.memory.pss_mb


def _memory_text(figures: Figures) -> str:
    found = figures.memory
    if found is None:
        return "-"
    if found.pss_mb is None:
        return f"RSS {found.rss_mb:,.0f} MB"
    return f"{found.pss_mb:,.0f} MB (RSS {found.rss_mb:,.0f})"


def _turn(timings: Timings) -> str:
    middle, high = timings.middle(), timings.high()
    return "-" if middle is None or high is None else f"{middle:.1f} ({high:.1f}) ms"


def _growth(figures: Figures, number: int) -> str:
    early, late, times = figures.turn(5), figures.turn(number), figures.growth(number)
    return "-" if times is None else f"{times:.1f}x ({early:.1f} to {late:.1f} ms)"


def _big(figures: Figures) -> str:
    time = "-" if figures.big_ms is None else f"{figures.big_ms:,.0f} ms"
    return f"{time}: {figures.big_note}" if figures.big_note else time


def _talk(figures: Mapping[str, Figures]) -> list[str]:
    talk = figures.get("talk")
    if talk is None:
        return []
    return [
        "Navigator without HTTP (`talk --json`, its own database on the disk), as the client sees it and as `ms` says:",
        "",
        _line(["what", "client", "`ms`"]),
        _line(["---"] * 3),
        _line(["start to first answer", _seconds(lambda f: f.start())(talk), "-"]),
        _line(["turn with a custom action, p50 (p95)", _turn(talk.action), _turn(talk.own_action)]),
        _line(["turn without, p50 (p95)", _turn(talk.plain), _turn(talk.own_plain)]),
        "",
    ]


def _noise(figures: Mapping[str, Figures], keys: list[str]) -> list[str]:
    lines = [
        "How noisy it was. The columns took turns block by block, so that what else ran hit all of them. Lowest and "
        "highest median of a block:",
        "",
    ]
    for key in keys:
        each = figures[key]
        spreads = [
            f"{what} {spread[0]:.1f} to {spread[1]:.1f} ms"
            for what, timings in (("with an action", each.action), ("without", each.plain))
            if (spread := timings.spread())
        ]
        starts = ", ".join(f"{seconds:.1f}" for seconds in each.start_seconds)
        rates = ", ".join(f"{rate:.1f}" for rate in each.messages_a_second)
        parts = [*spreads, f"starts {starts} s" if starts else "", f"messages a second {rates}" if rates else ""]
        said = "; ".join(part for part in parts if part) or "nothing measured"
        asked = f"Of {each.asked} messages {each.unanswered} had no answer and {each.other_kind} one of the other kind."
        lines.append(f"- {each.title}: {said}. {asked}")
    return [*lines, ""]


def _problems(figures: Mapping[str, Figures]) -> list[str]:
    found = [f"- {each.title}: {problem}" for each in figures.values() for problem in each.problems]
    return ["What did not work:", "", *found, ""] if found else []
