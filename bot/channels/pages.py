"""Templates to responses: what every page needs, put in once."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from bot.channels import charts, markup
from bot.channels.looks import look
from bot.desk.wording import ABOUT, london_moment
from common.settings import Settings
from knowledge.flow_words import GIVE_ANSWER
from language.masking import mask

PAGES = Path(__file__).parent.parent / "pages"

LEAVE_TO = "https://www.bbc.co.uk/weather"
"""Where "Leave this page quickly" goes: a page that anybody may be looking at."""


class Pages:
    """Renders the templates of bot/pages. Everything that is put into one is escaped."""

    def __init__(self, settings: Settings) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(PAGES / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals |= {
            "council": settings.council,
            "contacts": settings.contacts,
            "demonstration": settings.demonstration,
            "leave_to": LEAVE_TO,
            "greeting": settings.widget.greeting,
            "give_answer": GIVE_ANSWER,
            "codes_on": settings.features.coming_back,
            "sign_on": settings.single_sign_on,
            "about_words": ABOUT,
        }
        self._environment.filters |= {
            "reply_html": markup.as_html,
            "typed_html": markup.typed_html,
            "british_date": markup.british_date,
            "dialled": markup.dialled,
            "bubbles": markup.as_bubbles,
            "said_at": markup.said_at,
            "bars": charts.bars,
            "london_moment": london_moment,
            "masked": mask,
        }

    def html(self, template: str, **values: Any) -> str:
        """A template, filled."""
        return self._environment.get_template(template).render(look=look.get(), **values)

    def page(self, template: str, status: int = 200, **values: Any) -> HTMLResponse:
        """A page that no cache keeps, for the next person at the same computer."""
        return HTMLResponse(self.html(template, **values), status, {"Cache-Control": "no-store"})
