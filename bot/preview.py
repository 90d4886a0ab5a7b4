"""`./navigator content preview`: an answer as it stands in its file, in every register, on a page of this machine only.

Files are read anew for each page, so that an editor saves, reloads and sees. Drafts show too.
"""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.channels.pages import PAGES, Pages
from bot.channels.shield import Shield
from common.replies import Reply
from common.settings import Settings
from knowledge.answer import Answer
from knowledge.check import check, known_words
from knowledge.content import Content, load_answers
from knowledge.glossary import load_glossary
from knowledge.gsm7 import parts, septets, strangers
from knowledge.helplines import LOCAL_OFFERS, Helplines
from knowledge.located import ContentError
from knowledge.problem import Problem
from knowledge.reading_age import measure, word_count
from knowledge.signoff import load_sign_offs, standing
from knowledge.term_finder import TermFinder

REGISTERS = ("plain", "simple", "sms", "adviser", "more")


@dataclass(frozen=True)
class Measured:
    """The figures of a text: words, the longest sentence, reading age; by text message its length and parts."""

    words: int
    longest: int
    age: float
    length: int
    parts: int


def create_preview(folder: Path, settings: Settings, today: date) -> Starlette:
    """The pages of a knowledge folder: a list of answers at /, and each answer at /<its id>."""
    preview, pages = _Preview(folder, settings, today), Pages(settings)
    preview.pages = pages
    app = Starlette(
        routes=[
            Route("/", preview.all_answers),
            Mount("/static", StaticFiles(directory=PAGES / "static")),
            Route("/{answer}", preview.one_answer),
        ]
    )
    app.add_middleware(Shield, pages=pages)
    return app


def serve_preview(folder: Path, settings: Settings, today: date, port: int) -> None:
    """Serve the pages on 127.0.0.1 until stopped."""
    uvicorn.run(create_preview(folder, settings, today), host="127.0.0.1", port=port, log_level="warning", ws="none")


class _Preview:
    pages: Pages

    def __init__(self, folder: Path, settings: Settings, today: date) -> None:
        self._folder, self._settings, self._today = folder, settings, today

    async def all_answers(self, request: Request) -> Response:
        try:
            content = load_answers(self._folder)
        except ContentError as error:
            return self._broken(error)
        wanted = request.query_params.get("q", "").strip().lower()
        shown = [each for each in content.answers.values() if wanted in f"{each.id} {each.title} {each.topic}".lower()]
        return self.pages.page("preview_list.html", answers=sorted(shown, key=lambda a: (a.topic, a.title)), q=wanted)

    async def one_answer(self, request: Request) -> Response:
        try:
            content, known = load_answers(self._folder), known_words(self._folder)
            answer = content.answers.get(request.path_params["answer"])
            if answer is None:
                return self.pages.page("preview_list.html", 404, answers=[], q=request.path_params["answer"])
            return self.pages.page(
                "preview.html",
                answer=answer,
                reply=self._reply(content, answer),
                measured={name: _measure(getattr(answer, name), known) for name in REGISTERS},
                problems=self._problems(answer),
                standing=standing(answer, load_sign_offs(self._folder)).value,
                facts=[content.facts[id] for id in answer.facts if id in content.facts],
            )
        except ContentError as error:
            return self._broken(error)

    def _reply(self, content: Content, answer: Answer) -> Reply:
        helplines = Helplines.load(self._folder / "helplines.yml")
        keys = [key for key in answer.helplines if key != LOCAL_OFFERS and key in helplines.lines]
        settings = self._settings
        untested, local = settings.show_numbers_not_ring_tested, settings.contact_values()
        return replace(
            content.reply(answer.id),
            contacts=tuple(helplines.contact(key, untested, local) for key in keys),
            terms=TermFinder(load_glossary(self._folder), content.facts).find(answer.plain, answer),
        )

    def _problems(self, answer: Answer) -> list[Problem]:
        return [each for each in check(self._folder, self._today) if each.file.stem == answer.id]

    def _broken(self, error: ContentError) -> Response:
        return self.pages.page("preview_broken.html", 500, problem=Problem.of(error))


def _measure(text: str, known: frozenset[str]) -> Measured:
    found = measure(text, known)
    length = len(text.strip()) if strangers(text) else septets(text.strip())
    return Measured(word_count(text), found.longest, found.age, length, parts(text.strip()))
