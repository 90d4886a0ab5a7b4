"""What the eligibility check says once it has its routes: them, why, how to ask, a letter, what after a no. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from common.replies import Choice, Reply, Table, Words
from knowledge.eligibility_content import Check
from knowledge.eligibility_table import Case, Found, Route
from knowledge.flow import FlowContext, Option
from knowledge.flow_words import REGISTERS, Saying, offered

MOST_ROUTES = 3
MOST_CHOICES = 3
HOW = "how_"
_JOINED_BY = {"plain": "\n", "simple": "\n", "sms": " ", "adviser": "\n"}


@dataclass(frozen=True)
class ResultWords:
    """The words of a result, in one context."""

    check: Check
    context: FlowContext

    def routes(self, found: Found, page: int) -> Reply:
        """A page of the routes, at most three; the first page says whether there are more."""
        first = "elsewhere" if found[0][0].alone else "result" if len(found) <= MOST_ROUTES else "others"
        key = "all" if page else first
        lines = joined(self.line(route) for route, _ in shown(found, page))
        words = put(self.check.sayings[key].words, "routes", lines)
        values = {**self.context.values, "count": str(len(found) - MOST_ROUTES)}
        return Saying(words).reply(values, *self._choices(found))

    def reasons(self, found: Found, page: int) -> Reply:
        """Why these routes, what would change the first of them, and a table of all. Advisers see the facts."""
        on_page = shown(found, page)
        words = put(self.check.sayings["reasons"].words, "reasons", joined(_reason(case) for _, case in on_page))
        words = put(words, "change", on_page[0][0].change)
        rows = tuple((route.label, _cell(case.reason), _cell(route.change), route.decides) for route, case in found)
        choices = self._choices(found, without="why")
        reply = Saying(words).reply(self.context.values, *choices, sources=on_page[0][0].sources)
        return replace(reply, table=Table(self.check.headings, rows, self.check.caption))

    def how(self, route: Route, options: Iterable[Option]) -> Reply:
        """How to ask for a route."""
        words = put_team(self._here(route.how.words, route), self.check, self.context)
        choices = (*_first(options), *route.how.choices)
        return Saying(words).reply(self.context.values, *choices, sources=route.sources)

    def letter(self, letter: str, options: Iterable[Option]) -> Reply:
        """A letter: on the web the letter itself, elsewhere where it is."""
        found, around = self.check.letters[letter].filled(self.context.values), self.check.sayings["letter"]
        words = put(around.words, "letter", Words(found.body, found.simple, found.sms, found.adviser))
        values = {**self.context.values, "page": f"/letters/{letter}", "title": found.title}
        return Saying(words, around.choices).reply(values, *_first(options), sources=found.sources)

    def refused(self, route: Route, options: Iterable[Option]) -> Reply:
        """What to do when they say no."""
        saying = self.check.refusals[route.refused].saying
        return saying.reply(self.context.values, *_first(options))

    def line(self, route: Route) -> Words:
        """The line of a route, as a list of them shows it."""
        return self._here(route.line, route)

    def _here(self, words: Words, route: Route) -> Words:
        """The words with what holds here of a local scheme."""
        if route.scheme:
            state = "offered_here" if route.scheme in self.context.schemes else "offered_perhaps"
            for key, text in self.check.schemes[state].items():
                words = put(words, key, text)
        return words

    def _choices(self, found: Found, without: str = "") -> tuple[Choice, ...]:
        options = (option for option in result_options(self.check, found) if option.key != without)
        return (*map(offered, options), *self.check.sayings["result"].choices)


def shown(found: Found, page: int) -> Found:
    """The routes of a page."""
    return found[page * MOST_ROUTES : (page + 1) * MOST_ROUTES]


def pages(found: Found) -> int:
    """How many pages the routes take."""
    return -(-len(found) // MOST_ROUTES)


def result_options(check: Check, found: Found) -> tuple[Option, ...]:
    """The ways on from the routes; "others" only where there are some."""
    return tuple(each for each in check.result_options if each.key != "others" or pages(found) > 1)


def how_option(check: Check, route: Route) -> Option:
    """The way to how a route is asked for."""
    return Option(HOW + route.id, check.how_label.replace("{route}", route.label), (route.label,))


def joined(texts: Iterable[Words]) -> Words:
    """Several texts as one, each register in its own way."""
    found = list(texts)
    return Words(**{name: _JOINED_BY[name].join(getattr(each, name).strip() for each in found) for name in REGISTERS})


def put(words: Words, placeholder: str, text: Words) -> Words:
    """Put the registers of a text in the place of a placeholder."""
    return Words(
        **{
            name: getattr(words, name).replace("{" + placeholder + "}", getattr(text, name).strip())
            for name in REGISTERS
        }
    )


def put_team(words: Words, check: Check, context: FlowContext) -> Words:
    """The safeguarding contacts in the place of {adult_team} and {child_team}: by number where the council has one."""
    for key, phone in (("adult_team", "adult_safeguarding_phone"), ("child_team", "children_phone")):
        words = put(words, key, check.safe_lines[key if context.values.get(phone) else f"no_{key}"])
    return words


def _first(options: Iterable[Option]) -> list[Choice]:
    return [offered(option) for option in options][:MOST_CHOICES]


def _reason(case: Case) -> Words:
    """The reason; for an adviser with its facts."""
    return replace(case.reason, adviser=f"{case.reason.adviser.strip()} ({', '.join(case.facts)})")


def _cell(words: Words) -> str:
    return words.plain.strip().removeprefix("- ").replace("**", "")
