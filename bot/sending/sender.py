"""What a way of sending codes must do, and what can go wrong with it."""

from dataclasses import dataclass, field
from typing import Literal, Protocol


@dataclass(frozen=True)
class Code:
    """A code on its way.

    to: the contact on record; digits: the code; words: the whole message; until: when it ends, as people say it;
    reference: ours, the same at every try, and says nothing of anybody;
    is_read_out: the person is to read it to an adviser, and to nobody else.
    """

    way: Literal["text", "email"]
    to: str = field(repr=False)
    digits: str = field(repr=False)
    words: str = field(repr=False)
    council: str
    until: str
    reference: str
    is_read_out: bool = False


class NotSent(Exception):
    """It could not be sent now. `again`: whether it is worth trying again while the code lives. Names no contact."""

    def __init__(self, why: str, again: bool) -> None:
        super().__init__(why)
        self.again = again


class CodeSender(Protocol):
    """Sends codes. Called in a thread of its own, one at a time."""

    def send(self, code: Code) -> None:
        """Send one. Returns when it was taken; raises NotSent."""
