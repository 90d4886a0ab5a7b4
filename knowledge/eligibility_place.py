"""Where somebody is in the eligibility check, at a question or after the last one, and the ways on from there. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from knowledge.eligibility_content import Check
from knowledge.eligibility_table import Found, Route
from knowledge.eligibility_words import how_option, result_options
from knowledge.flow import Option, Pending

NAME = "eligibility"
RESULT, HOW, LETTER, REFUSED, WHICH, RESUME = "result", "how", "letter", "refused", "which", "resume"
AFTER_QUESTIONS = frozenset({RESULT, HOW, LETTER, REFUSED, WHICH, RESUME})
BEGINNING = {"answers": {}, "route": "", "letter": "", "page": 0, "finished": False}

State = dict[str, Any]


def is_known(check: Check, state: Mapping[str, Any]) -> bool:
    """Whether the questions are still those of when the state was kept, perhaps long ago."""
    options = {question.id: {option.key for option in question.options} for question in check.questions}
    answers = state["answers"].items()
    here = state["at"] in {*options, *AFTER_QUESTIONS} and state.get("letter", "") in {"", *check.letters}
    return here and all(answer in options.get(question, ()) for question, answer in answers)


@dataclass(frozen=True)
class Place:
    """A state of the check, read."""

    check: Check
    state: State

    @property
    def found(self) -> Found:
        """The routes to ask about."""
        return self.check.found(self.state["answers"])

    @property
    def route(self) -> Route:
        """The route that is shown; the first one when there is none."""
        routes = [route for route, _ in self.found]
        return next((each for each in routes if each.id == self.state["route"]), routes[0])

    @property
    def others(self) -> list[Route]:
        """The other routes, those after the one shown before those in front of it."""
        routes = [route for route, _ in self.found]
        place = routes.index(self.route)
        return [*routes[place + 1 :], *routes[:place]]

    @property
    def letter(self) -> str:
        """The letter that goes with what is shown: to ask, or after a no. Empty when there is none."""
        after_a_no = self.state["at"] == REFUSED and self.route.refused
        return self.check.refusals[self.route.refused].letter if after_a_no else self.route.letter

    def pending(self) -> Pending:
        """The question that waits, with its options."""
        at, answers, after = self.state["at"], self.state["answers"], self.check.after_options
        if at == RESULT:
            options = result_options(self.check, self.found)
        elif at == RESUME:
            options = self.check.resume_options
        elif at == WHICH:
            asked = (question for question in self.check.path(answers) if question.id in answers)
            options = tuple(Option(each.id, each.title) for each in asked)
        elif at in (HOW, LETTER, REFUSED):
            letter = [after["letter"]] if at != LETTER and self.letter else []
            refused = [after["refused"]] if at != REFUSED and self.route.refused else []
            ways = [how_option(self.check, each) for each in (self.others if at == HOW else [self.route])]
            options = (*letter, *refused, *ways, after["list"])
        else:
            options = self.check.question(at).options
        return Pending(NAME, at, options)

    def numbers(self) -> dict[str, str]:
        """The number of the question, and how many there can be at most."""
        answers, at = self.state["answers"], self.state["at"]
        path = [question.id for question in self.check.path(answers)]
        number = path.index(at) + 1 if at in path else len(path)
        return {"number": str(number), "total": str(self.check.most(answers))}
