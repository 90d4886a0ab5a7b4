"""Opens everything that a running assistant needs: settings, database, knowledge, engine, intake."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from actions.services import Services
from bot.build import Progress, build
from bot.engine.engine import Engine
from bot.engine.intake import Intake
from bot.notices.making import notice_senders
from bot.notices.sending import NoticeSender
from bot.notices.worker import NoticeWorker
from bot.paths import ROOT, State
from bot.sending.making import SendingNotSetUp, senders
from bot.sending.sender import CodeSender
from bot.sending.worker import CodeWorker
from bot.sign_on.making import problems as sign_on_problems
from bot.texts.making import TextsSetUp, make_texts
from bot.texts.queueing import Queue
from bot.texts.receiving import Receiver
from bot.texts.sending import TextWorker
from bot.texts.wording import TextWords
from casework.database import Database
from casework.identity.outgoing import Way
from casework.notices.tables import Way as NoticeWay
from casework.texts.numbers import PhoneKeys
from common.clock import Clock, SystemClock, today
from common.secret_key import secret_key
from common.settings import Environment, Settings
from knowledge.due import due
from knowledge.identity import NAME as IDENTITY
from knowledge.identity import IdentityFlow
from knowledge.search import open_search
from language.safety import SafetyGate

if TYPE_CHECKING:
    from starlette.routing import Route
REVIEW_DAYS = 30
"""Content that is to be reviewed within so many days is counted in the daily digest."""


@dataclass
class Running:
    """A started assistant. `clock` is the one clock of all its channels; `more_routes`: beside those of the web."""

    services: Services
    engine: Engine
    clock: Clock
    senders: Mapping[Way, CodeSender]
    texts_set_up: TextsSetUp | None = None
    notice_senders: Mapping[NoticeWay, NoticeSender] = field(default_factory=dict)
    more_routes: "Sequence[Route]" = ()

    @cached_property
    def receiver(self) -> Receiver:
        """The way in for texts."""
        return Receiver(self.services, self.intake, self.gate, self.clock, TextWords(self.services))

    @cached_property
    def texts(self) -> TextWorker:
        """What sends texts, while `serve` runs."""
        services = self.services
        queue = Queue(services, self.clock, TextWords(services))
        provider = self.texts_set_up.provider if self.texts_set_up else None
        worker = TextWorker(services.database, self.clock, queue, PhoneKeys(services.phone_key), provider)
        self.engine.on_turn(worker.answered)
        return worker

    @cached_property
    def codes(self) -> CodeWorker:
        """What sends one-time codes, while `serve` or `talk` runs."""
        services, flow = self.services, self.services.flows[IDENTITY]
        assert isinstance(flow, IdentityFlow)
        return CodeWorker(
            database=services.database,
            clock=self.clock,
            senders=self.senders,
            words=flow.words.sayings["message"],
            read_out_words=flow.words.sayings["message_read_out"],
            names=services.settings.names(),
            key=services.identity_key,
        )

    @cached_property
    def notices(self) -> NoticeWorker:
        """What tells staff by email and webhook, while `serve` runs."""
        services = self.services
        return NoticeWorker(
            database=services.database,
            clock=self.clock,
            settings=services.settings,
            hours=services.opening_hours,
            senders=self.notice_senders,
            review_due=lambda day: len(due(ROOT / "knowledge", day, REVIEW_DAYS)),
            wording=services.wording,
        )

    @property
    def gate(self) -> SafetyGate:
        """The safety gate, for messages that would be refused."""
        return self.services.gate

    @cached_property
    def intake(self) -> Intake:
        """The way in for all channels."""
        services = self.services
        longest = services.settings.limits.max_message_characters
        return Intake(services.database, lambda: services.wording, lambda: self.gate, longest)

    def close(self) -> None:
        """Finish the turn under way and let go of everything."""
        self.engine.stop()
        self.services.database.close()


def open_settings(folder: Path) -> Settings:
    """The council's settings. Raises SettingsError."""
    return Settings.load(_environment(folder).council_file)


def open_database(folder: Path) -> Database:
    """People's records, with all migrations applied."""
    folder.mkdir(parents=True, exist_ok=True)
    database = Database(_environment(folder).database_url)
    database.migrate()
    return database


def start(folder: Path, progress: Progress, clock: Clock | None = None) -> Running:
    """Build what is missing in the state folder, migrate the database, load the model. Raises what these raise."""
    settings = open_settings(folder)
    clock = clock or SystemClock()
    sending, texts = senders(settings, folder / "outgoing"), make_texts(settings)
    telling = notice_senders(settings, clock.now)
    for problem in sign_on_problems(settings):
        raise SendingNotSetUp(problem)
    state, own = State(folder), State(ROOT / "var")
    build(state, progress, built=own if own != state else None)
    database = open_database(folder)
    os.environ["NAVIGATOR_KNOWLEDGE_DB"] = str(state.knowledge_db)
    signed_only, schemes = settings.require_sign_off, settings.schemes_here()
    search = open_search(state.knowledge_db, today(clock), signed_only=signed_only, schemes=schemes)
    services = Services(settings=settings, database=database, search=search, secret_key=secret_key(folder))
    progress("Loading the model")
    engine = Engine(state.model, services)
    engine.start()
    return Running(services, engine, clock, sending, texts, telling)


def open_services(folder: Path, progress: Progress, clock: Clock | None = None) -> Services:
    """Knowledge, settings and records of a state folder, without the model. Raises what these raise."""
    settings, state = open_settings(folder), State(folder)
    build(state, progress, model=False)
    database, day = open_database(folder), today(clock or SystemClock())
    search = open_search(
        state.knowledge_db, day, signed_only=settings.require_sign_off, schemes=settings.schemes_here()
    )
    return Services(settings=settings, database=database, search=search, secret_key=secret_key(folder))


def _environment(folder: Path) -> Environment:
    return Environment.read({**os.environ, "NAVIGATOR_STATE": str(folder)})
