"""One run: everything that is measured, in order. What stock Rasa can't do is noted, and the run goes on."""

from collections.abc import Sequence
from pathlib import Path

from bench.environment import STOCK, NoEnvironment
from bench.subjects import Failed
from bench.understanding import latency, own, public, safety, scope, sets
from bench.understanding.assistant import Assistant, started
from bench.understanding.noise import Noise
from bench.understanding.progress import Bars
from bench.understanding.report import Results
from bench.understanding.report_rest import StockFigures
from bench.understanding.stock import StockUnderstanding, pipelines
from bot.paths import ROOT
from knowledge.content import load_answers
from knowledge.questions_apart import Question, questions_apart
from knowledge.tuning import Remembering
from language.encoder import shared_encoder

QUESTIONS = ROOT / "tests" / "questions"
STOCK_KINDS = (Noise.NONE, Noise.LIGHT, Noise.HEAVY)


def measure_own(results: Results, bars: Bars) -> set[str]:
    """Questions, what belongs elsewhere, safety, latency. Returns the ids of the answers that may be shown."""
    questions, elsewhere = questions_apart(QUESTIONS), sets.elsewhere(QUESTIONS)
    risks, harmless = sets.risks(QUESTIONS), sets.harmless(QUESTIONS)
    with started(bars.say) as assistant:
        _ask_own(results, bars, assistant, questions)
        with bars.bar("what belongs elsewhere", len(elsewhere)) as step:
            results.turned = scope.ask(assistant, elsewhere, step)
        with bars.bar("safety", len(risks) + len(harmless) + len(questions)) as step:
            results.read = safety.read_all(assistant, risks, harmless, questions, step)
        bars.say("What is long or odd")
        results.worst = latency.worst(assistant.says)
        return assistant.shown()


def _ask_own(results: Results, bars: Bars, assistant: Assistant, questions: Sequence[Question]) -> None:
    everything = own.to_ask(questions)
    with bars.bar("our own questions", len(everything)) as step:
        results.asked = own.ask(assistant, everything, step)
    results.turns = [each.said.milliseconds for each in results.asked if each.noise is Noise.NONE]
    measured = assistant.stopwatch.milliseconds
    results.parts = {name: list(measured[name]) for name in latency.component_names()}


def measure_public(results: Results, bars: Bars) -> None:
    """The public sets, if they are there."""
    try:
        tasks = public.read_tasks(results.benchmarks)
    except FileNotFoundError:
        bars.say(f"Public sets: {results.benchmarks} does not hold them")
        return
    encoder, settings = Remembering(shared_encoder()), public.product_settings()
    with bars.bar("public sets", len(tasks) * len(public.SEEDS) * public.STEPS) as step:
        results.scores = [public.score(task, seed, encoder, settings, step) for task in tasks for seed in public.SEEDS]


def measure_stock(results: Results, bars: Bars, shown: set[str], trained: bool) -> None:
    """Stock Rasa in its two configs, and Navigator's column beside them. trained: take models of an earlier run."""
    try:
        STOCK.make(bars.say)
    except NoEnvironment as problem:
        results.stock = [StockFigures("stock Rasa", problem=str(problem))]
    else:
        for each in pipelines(results.epochs):
            results.stock.append(_stock_column(each, results, bars, shown, trained))
    results.stock.append(navigator_column(results))


def _stock_column(
    each: StockUnderstanding, results: Results, bars: Bars, shown: set[str], trained: bool
) -> StockFigures:
    figures = StockFigures(each.title)
    answers = [answer for answer in load_answers(ROOT / "knowledge").answers.values() if answer.id in shown]
    elsewhere = [turned for turned in results.turned if not turned.message.calibration]
    asked = [one for _, some in groups(results) for one in some]
    try:
        if not (trained and each.is_trained):
            bars.say(f"Training {each.title}")
            figures.training = each.train(answers)
        bars.say(f"Asking {each.title}")
        parsed = each.parse([*(one.text for one in asked), *(turned.message.text for turned in elsewhere)])
    except (Failed, OSError, ValueError, KeyError) as problem:
        figures.problem = str(problem) or type(problem).__name__
        return figures
    told = dict(zip((id(one) for one in asked), parsed, strict=False))
    for name, some in groups(results):
        figures.ranked[name] = sum(told[id(one)].best in one.question.right for one in some) / len(some)
        figures.given[name] = sum(told[id(one)].given in one.question.right for one in some) / len(some)
    others = parsed[len(asked) :]
    figures.elsewhere_answered = sum(one.given is not None for one in others) / len(others)
    return figures


def navigator_column(results: Results) -> StockFigures:
    """The same shares of Navigator, from what was asked already."""
    figures = StockFigures("Navigator")
    for name, some in groups(results):
        figures.given[name] = sum(one.is_right for one in some) / len(some)
        figures.ranked[name] = sum(one.is_found for one in some) / len(some)
    elsewhere = [turned for turned in results.turned if not turned.message.calibration]
    figures.elsewhere_answered = sum(turned.is_answered for turned in elsewhere) / len(elsewhere)
    return figures


def groups(results: Results) -> list[tuple[str, list[own.Asked]]]:
    """The questions of the test part by what stock Rasa is asked: as written (clean, messy), and with noise."""
    test = [each for each in results.asked if not each.question.calibration and each.noise in STOCK_KINDS]
    written = [each for each in test if each.noise is Noise.NONE]
    return [
        ("clean", [each for each in written if not each.question.messy]),
        ("messy", [each for each in written if each.question.messy]),
        *((f"clean, with {kind}", [each for each in test if each.noise is kind]) for kind in STOCK_KINDS[1:]),
    ]


def default_benchmarks() -> Path:
    """Where the public sets are looked for."""
    return ROOT.parent / "shared" / "benchmarks"
