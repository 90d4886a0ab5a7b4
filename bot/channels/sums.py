"""/sums: the sums as a form. It works without scripts, keeps nothing, and a link can hold the figures."""

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.channels.bodies import BODY_BYTES, BadBody, read_body
from bot.channels.pages import Pages
from bot.paths import ROOT
from common.clock import Clock, today
from common.replies import Reply, Table
from knowledge.pay import BelowMinimum
from knowledge.rates import RateNotKnown
from knowledge.sums import SumsFlow
from knowledge.sums_form import ON, Filled, SumsForm
from knowledge.sums_plan import asked
from knowledge.sums_results import SumsResults
from knowledge.sums_says import filled
from knowledge.sums_workings import in_words, pounds

_LONGEST = 40
"""Characters of a field that are read."""


class Sums:
    """The page form, with the same sums as the conversation."""

    def __init__(self, pages: Pages, flow: SumsFlow, clock: Clock) -> None:
        self._pages = pages
        self._clock = clock
        self._form = SumsForm.load(ROOT / "knowledge" / "sums", flow.content)
        self._results = SumsResults(flow.content, flow.results.rates, links=False)
        self._content = flow.content

    def routes(self) -> list[BaseRoute]:
        """GET, so that a link can hold the figures, and POST, so that they needn't stand in an address."""
        return [Route("/sums", self.page, methods=["GET", "POST"])]

    async def page(self, request: Request) -> Response:
        """The form, with the result above it where figures were sent."""
        try:
            sent = await _fields_of(request)
        except (BadBody, TimeoutError, ClientDisconnect):
            return self._pages.page("not_sent.html", 400)
        form = self._form.filled(sent, today(self._clock))
        errors, result, figures = dict(form.errors), None, None
        if form.is_asked and not errors:
            errors, result, figures = self._worked_out(form)
        return self._pages.page(
            "sums.html",
            422 if errors else 200,
            form=form,
            titles=self._form.titles,
            fields=self._form.fields(form.what),
            not_sure=self._form.document.data["not_answered"],
            errors=errors,
            result=result,
            figures=figures,
            preview=in_words(form.on) if form.values[ON] and not errors else "",
        )

    def _worked_out(self, form: Filled) -> tuple[dict[str, str], Reply | None, Table | None]:
        answers = {**form.answers, "what": form.what}
        given = asked(answers, tuple(question.id for question in self._content.guide.path(answers)))
        try:
            return {}, self._results.reply(given, form.on), self._results.figures(given, form.on).table
        except BelowMinimum as refused:
            minimum = refused.minimum
            values = {"minimum": pounds(minimum.value), "since": in_words(minimum.since)}
            return {"rate": self._form.error("too_low", **values)}, None, None
        except RateNotKnown as unknown:
            values = {"title": unknown.title, "day": in_words(unknown.day)}
            return {}, Reply(words=filled(self._content.guide.sayings["rates_not_known"].words, values)), None


async def _fields_of(request: Request) -> dict[str, str]:
    if request.method == "POST":
        body = await read_body(request, BODY_BYTES)
        return {key: value[:_LONGEST] for key, value in body.fields.items()}
    return {key: value[:_LONGEST] for key, value in request.query_params.items()}
