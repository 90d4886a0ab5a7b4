"""One run: each measure on all subjects in turn (a, b, c, a, b, c), so that noise of the machine hits all alike."""

import statistics
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from bench.figures import Figures, Plan
from bench.measures import memory
from bench.messages import Script
from bench.subjects import Answer, Failed, Kind, Subject

START_SECONDS = 240.0
ANSWER_SECONDS = 30.0
CHECK_EVERY = 0.05
KINDS: tuple[Kind, Kind] = ("plain", "action")
OPENING = "hello"
TURNS_A_CONVERSATION = 5
CHUNK = 25
"""Turns of the long conversation before the next subject has its turn."""
BIG_BYTES = 1_048_576
MESSAGES_BEFORE_MEMORY = 50


class Run:
    """The measures. Each may be called once, in the order of the methods. What they find goes to the figures."""

    def __init__(
        self,
        subjects: list[Subject],
        figures: dict[str, Figures],
        plan: Plan,
        script: Script,
        progress: Callable[[str], None],
    ) -> None:
        self._subjects = list(subjects)
        self._figures, self._plan, self._script, self._progress = figures, plan, script, progress
        self._name, self._people = uuid.uuid4().hex[:8], 0

    def train(self) -> None:
        """Training from scratch, one after the other."""
        for each, figures in self._each("training"):
            with self._noting(each, "training"):
                figures.training_seconds = each.train()

    def prepare(self) -> None:
        """Instead of training: models of an earlier run."""
        for each, _ in self._each("taking the model of an earlier run"):
            with self._noting(each, "model"):
                each.prepare()

    def sizes(self) -> None:
        """Installed size."""
        for each, figures in self._each("size"):
            with self._noting(each, "size"):
                figures.size_mb = each.size_mb()

    def starts(self) -> None:
        """From starting the processes to the first answer of a custom action, alone on the machine."""
        for number in range(self._plan.starts):
            for each, figures in self._each(f"start {number + 1} of {self._plan.starts}"):
                with self._noting(each, "start"):
                    figures.start_seconds.append(self._start(each))
                each.stop()

    def begin(self) -> None:
        """Start all; they stay up for the measures below. What is idle takes no time from the others."""
        for each, _ in self._each("starting for the turns"):
            with self._noting(each, "start"):
                self._start(each)

    def memory(self) -> None:
        """After 50 messages in ten conversations."""
        texts = [self._script.next(KINDS[number % 2]) for number in range(MESSAGES_BEFORE_MEMORY)]
        for each, figures in self._each(f"memory after {MESSAGES_BEFORE_MEMORY} messages"):
            with self._noting(each, "memory"):
                for start in range(0, len(texts), TURNS_A_CONVERSATION):
                    sender = self._newcomer(each)
                    for text in texts[start : start + TURNS_A_CONVERSATION]:
                        each.ask(sender, text, ANSWER_SECONDS)
                figures.memory = memory(each.pids())

    def turns(self) -> None:
        """Single turns, nobody else writing."""
        until = time.monotonic() + self._plan.seconds * len(self._subjects)
        for block in range(self._plan.blocks):
            texts = [(kind, self._script.next(kind)) for _ in range(self._plan.turns_a_block) for kind in KINDS]
            if time.monotonic() > until:
                for each in self._subjects:
                    self._figures[each.key].problems.append(f"turns: the time was up after block {block}")
                return
            for each, figures in self._each(f"turns, block {block + 1} of {self._plan.blocks}"):
                with self._noting(each, "turns"):
                    self._block(each, figures, texts)

    def long_conversation(self) -> None:
        """One conversation of many turns, in chunks. A subject that has used up its seconds stops where it is."""
        texts = [self._script.next("action") for _ in range(self._plan.long_turns)]
        senders: dict[str, str] = {}
        for start in range(0, len(texts), CHUNK):
            for each, figures in self._each(f"long conversation, turn {start} of {len(texts)}"):
                if sum(figures.long_ms) > self._plan.seconds * 1000:
                    continue
                with self._noting(each, "long conversation"):
                    if each.key not in senders:
                        senders[each.key] = self._newcomer(each)
                    for text in texts[start : start + CHUNK]:
                        answer = each.ask(senders[each.key], text, ANSWER_SECONDS)
                        figures.long_ms.append(answer.seconds * 1000)

    def many_people(self) -> None:
        """Many people at once, each writing again as soon as the reply has come."""
        plan = self._plan
        for number in range(plan.rounds):
            texts = [
                [self._script.next(KINDS[turn % 2]) for turn in range(plan.messages_each)] for _ in range(plan.people)
            ]
            for each, figures in self._each(f"{plan.people} people at once, {number + 1} of {plan.rounds}"):
                if each.many_at_once:
                    with self._noting(each, "many people"):
                        self._crowd(each, figures, texts)

    def big_message(self) -> None:
        """1 MB of words. Last, because it can keep a server busy for long; the subject is stopped afterwards."""
        text = ("budget " * (BIG_BYTES // 7 + 1))[:BIG_BYTES]
        for each, figures in self._each("1 MB message"):
            if each.refuses_big:
                figures.big_note = each.refuses_big
                continue
            with self._noting(each, "1 MB message"):
                try:
                    self._big(each, figures, text)
                except TimeoutError:
                    figures.big_note = f"no reply within {self._plan.big_seconds:.0f} s"
            each.stop()

    def _start(self, each: Subject) -> float:
        text = self._script.first("action")
        began = time.monotonic()
        each.start()
        while True:
            try:
                if each.ask("first", text, START_SECONDS).kind != "none":
                    took = time.monotonic() - began
                    if remark := each.remark():
                        self._figures[each.key].problems.append(f"start: {remark}")
                    return took
            except (ConnectionError, TimeoutError):
                pass  # not listening yet
            if time.monotonic() - began > START_SECONDS:
                raise Failed(f"no answer within {START_SECONDS:.0f} s of its start")
            time.sleep(CHECK_EVERY)

    def _block(self, each: Subject, figures: Figures, texts: list[tuple[Kind, str]]) -> None:
        """Short conversations. The opening of each is not counted: it also begins the conversation."""
        answers: dict[Kind, list[Answer]] = {kind: [] for kind in KINDS}
        for number, (kind, text) in enumerate(texts):
            if number % TURNS_A_CONVERSATION == 0:
                sender = self._newcomer(each)
                each.ask(sender, OPENING, ANSWER_SECONDS)
            answer = each.ask(sender, text, ANSWER_SECONDS)
            figures.asked += 1
            if answer.kind == kind:
                answers[kind].append(answer)
            elif answer.kind == "none":
                figures.unanswered += 1
            else:
                figures.other_kind += 1
        for kind, timings, own in (
            ("action", figures.action, figures.own_action),
            ("plain", figures.plain, figures.own_plain),
        ):
            timings.blocks.append([answer.seconds * 1000 for answer in answers[kind]])
            own.blocks.append([answer.own_ms for answer in answers[kind] if answer.own_ms is not None])

    def _crowd(self, each: Subject, figures: Figures, texts: list[list[str]]) -> None:
        senders = [self._newcomer(each) for _ in texts]
        until = time.monotonic() + self._plan.seconds

        def talk(sender: str, mine: list[str]) -> list[Answer]:
            return [each.ask(sender, text, ANSWER_SECONDS) for text in mine if time.monotonic() < until]

        began = time.monotonic()
        with ThreadPoolExecutor(len(texts)) as pool:
            answers = [answer for some in pool.map(talk, senders, texts) for answer in some]
        figures.messages_a_second.append(len(answers) / (time.monotonic() - began))
        figures.asked += len(answers)
        figures.unanswered += sum(answer.kind == "none" for answer in answers)

    def _big(self, each: Subject, figures: Figures, text: str) -> None:
        sender = self._newcomer(each)
        answer = each.ask(sender, text, self._plan.big_seconds)
        times = [answer.seconds]
        if answer.seconds < 1:
            # A quick one is asked again: a single time would be mostly chance.
            times += [each.ask(sender, text, self._plan.big_seconds).seconds for _ in range(4)]
        figures.big_ms = statistics.median(times) * 1000
        if answer.kind != "none":
            figures.big_note = "answered"
        else:
            figures.big_note = "refused with a reply" if answer.text else "no reply"

    def _newcomer(self, each: Subject) -> str:
        """A person who has not written before, ready to write."""
        self._people += 1
        sender = f"{self._name}-{self._people}"
        each.open(sender)
        return sender

    def _each(self, what: str) -> Iterator[tuple[Subject, Figures]]:
        """Those that still work, one after the other, with the progress shown."""
        for each in list(self._subjects):
            self._progress(f"{what}: {each.title}")
            yield each, self._figures[each.key]

    @contextmanager
    def _noting(self, each: Subject, what: str) -> Iterator[None]:
        """What goes wrong is noted, and the subject sits out the rest."""
        try:
            yield
        except (Failed, OSError, ValueError, KeyError) as problem:
            self._figures[each.key].problems.append(f"{what}: {problem or type(problem).__name__}")
            self._subjects.remove(each)
            each.stop()
