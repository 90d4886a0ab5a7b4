"""Sums over results: intervals, the calibration curve, how well confidence tells what belongs elsewhere. Pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

_95_PER_CENT = 1.959964


@dataclass(frozen=True)
class Bin:
    """Results whose confidence lies from `low` to below `high`: how many, their mean confidence, the share right."""

    low: float
    high: float
    count: int
    confidence: float
    right: float


def wilson(found: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson's score interval, 1927). (0, 1) for a share of nothing."""
    if of == 0:
        return 0.0, 1.0
    share, square = found / of, _95_PER_CENT**2
    middle = share + square / (2 * of)
    half = _95_PER_CENT * math.sqrt(share * (1 - share) / of + square / (4 * of**2))
    return max(0.0, (middle - half) / (1 + square / of)), min(1.0, (middle + half) / (1 + square / of))


def curve(results: Sequence[tuple[float, bool]], bins: int = 10) -> list[Bin]:
    """The calibration curve of (confidence from 0 to 1, right or not) in bins of equal width; empty ones are left out.

    A confidence of 1 belongs to the last bin.
    """
    groups: list[list[tuple[float, bool]]] = [[] for _ in range(bins)]
    for confidence, is_right in results:
        groups[min(int(confidence * bins), bins - 1)].append((confidence, is_right))
    return [
        Bin(
            number / bins,
            (number + 1) / bins,
            len(group),
            sum(confidence for confidence, _ in group) / len(group),
            sum(is_right for _, is_right in group) / len(group),
        )
        for number, group in enumerate(groups)
        if group
    ]


def calibration_error(bins: Sequence[Bin]) -> float:
    """The expected calibration error: how far confidence and share right are apart, each bin by its count."""
    total = sum(each.count for each in bins)
    return sum(each.count * abs(each.confidence - each.right) for each in bins) / total if total else 0.0


def auroc(inside: Sequence[float], outside: Sequence[float]) -> float:
    """How likely a message from inside has more confidence than one from outside; equal ones count half.

    Raises ValueError when either is empty.
    """
    if not len(inside) or not len(outside):
        raise ValueError("there are no messages to compare")
    ordered = np.sort(np.asarray(outside, dtype=np.float64))
    values = np.asarray(inside, dtype=np.float64)
    below, up_to = np.searchsorted(ordered, values, "left"), np.searchsorted(ordered, values, "right")
    return float((below + up_to).mean() / (2 * len(ordered)))


def recall_keeping(inside: Sequence[float], outside: Sequence[float], keep: float = 0.95) -> float:
    """The share of outside below the threshold that keeps that share of inside. Raises ValueError when one is empty."""
    if not len(inside) or not len(outside):
        raise ValueError("there are no messages to compare")
    ordered = np.sort(np.asarray(inside, dtype=np.float64))
    threshold = ordered[math.floor(round((1 - keep) * len(ordered), 9))]
    return float((np.asarray(outside, dtype=np.float64) < threshold).mean())
