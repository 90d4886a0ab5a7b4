"""The parts of the report on our own questions. It holds ids and counts only, never their texts."""

from collections import Counter
from collections.abc import Callable, Sequence

from bench.understanding import own
from bench.understanding.noise import Noise
from bench.understanding.own import Asked
from bench.understanding.sums import calibration_error, curve
from bench.understanding.tables import percent, share, table, verdict
from bench.understanding.verdicts import RIGHT, Verdict

RIGHT_FIRST, RIGHT_MESSY = 0.95, 0.90
"""What is to be reached at least."""

_COLUMNS = {
    Verdict.RIGHT_AFTER_HELP: "after a line of help",
    Verdict.SAME_ACT: "by an act",
    Verdict.OFFERED: "asked which, offered",
    Verdict.OFFERED_AFTER_HELP: "the same after a line of help",
    Verdict.NOT_OFFERED: "asked, not offered",
    Verdict.WRONG: "wrong",
    Verdict.NOT_UNDERSTOOD: "not understood",
    Verdict.ELSEWHERE: "told elsewhere",
    Verdict.ACT: "act, hand-over",
    Verdict.CRISIS: "help alone",
}


def questions(asked: Sequence[Asked]) -> list[str]:
    """Section 1: through the whole assistant, through the search alone, and where questions were lost."""
    written = [each for each in asked if each.noise is Noise.NONE]
    test = [each for each in written if not each.question.calibration]
    chosen = [each for each in written if each.question.calibration]
    clean, messy = ([each for each in test if each.question.messy is is_messy] for is_messy in (False, True))
    noisy = {kind: [each for each in asked if each.noise is kind] for kind in Noise if kind is not Noise.NONE}
    groups = {
        "all": test,
        "clean": clean,
        "messy": messy,
        **{f"clean, with {kind}": each for kind, each in noisy.items()},
        "*calibration third*": chosen,
    }
    return [
        "## 1. Our own questions",
        "",
        "Through the assistant as `./navigator talk` runs it, each from somebody who has not written before. Per cent. "
        "`right first`: the right answer was given, at once, after a line of help, or by an act that says the same "
        "(these two are shown apart too). `asked which`: choices were offered, the right one among them or not. "
        "`help alone`: the safety gate took over.",
        "",
        *_verdicts("asked", groups),
        f"To reach: {percent(RIGHT_FIRST, 0)} right first ({_reached(test, RIGHT_FIRST)}), messy "
        f"{percent(RIGHT_MESSY, 0)} ({_reached(messy, RIGHT_MESSY)}).",
        "",
        *_verdicts("topic", own.by(test, lambda each: each.question.topic)),
        *_verdicts("who asks", own.by(test, lambda each: each.question.voice)),
        "### The search alone",
        "",
        "Without acts and safety gate: what the search ranks first, among its first three, and what it would do.",
        "",
        *table(
            ["asked", "count", "right ranked first", "in the first 3", "sure, right", "sure, wrong", "nothing found"],
            [[name, *_search(each)] for name, each in groups.items()],
        ),
        "### Where questions were lost",
        "",
        "Per cent of all in the column that were not answered right first, by the first layer that would have to do "
        "better.",
        "",
        *_lost({"all": test, "clean": clean, "messy": messy, "T": noisy[Noise.LIGHT], "H": noisy[Noise.HEAVY]}),
        "### Taken for another",
        "",
        *table(["right", "instead", "ranked first", "given"], own.confusions(test)),
    ]


def calibration(asked: Sequence[Asked], picture: str) -> list[str]:
    """Section 4: confidence against share right. picture: the file name of the plot."""
    written = [each for each in asked if each.noise is Noise.NONE and not each.question.calibration]
    bins = curve(own.calibration_pairs(written))
    return [
        "## 4. Is it as sure as it is right?",
        "",
        "The `confidence` of `talk --json` against the share of questions whose best answer is a right one (test part, "
        "as written, taken for questions).",
        "",
        f"![Calibration curve]({picture})",
        "",
        *table(
            ["confidence", "count", "mean confidence, %", "right, %"],
            [
                [f"{each.low:.1f} to {each.high:.1f}", each.count, percent(each.confidence), percent(each.right)]
                for each in bins
            ],
        ),
        f"Expected calibration error: {calibration_error(bins):.3f}.",
        "",
    ]


def _verdicts(what: str, groups: "dict[str, list[Asked]]") -> list[str]:
    rows = []
    for name, asked in groups.items():
        counts = own.counts(asked)
        right = sum(counts[each] for each in RIGHT)
        rows.append(
            [
                name,
                len(asked),
                f"**{share(right, len(asked))}**",
                *(share(counts[each], len(asked)) for each in _COLUMNS),
            ]
        )
    return table([what, "count", "right first", *_COLUMNS.values()], rows)


def _reached(asked: Sequence[Asked], wanted: float) -> str:
    return verdict(sum(each.is_right for each in asked) >= wanted * len(asked))


def _search(asked: Sequence[Asked]) -> list[object]:
    tests: list[Callable[[Asked], bool]] = [
        lambda each: each.is_found,
        lambda each: bool(set(each.found.ranked[:3]) & set(each.question.right)),
        lambda each: each.is_given,
        lambda each: each.found.kind == "sure" and not each.is_given,
        lambda each: each.found.kind == "nothing",
    ]
    return [len(asked), *(share(sum(map(test, asked)), len(asked)) for test in tests)]


def _lost(groups: "dict[str, list[Asked]]") -> list[str]:
    lost = {name: own.lost(asked) for name, asked in groups.items()}
    layers = [layer for layer, _ in sum(lost.values(), Counter[str]()).most_common()]
    rows = [[layer, *(share(lost[name][layer], len(asked)) for name, asked in groups.items())] for layer in layers]
    return table(["where", *groups], rows)
