"""What a provider of texts must do, and what can go wrong with one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from casework.texts.receipts import Receipt
from casework.texts.tables import Provider


@dataclass(frozen=True)
class Text:
    """A text to send. to: international; reference: ours, the same at every try; begun_at: when the try began."""

    reference: str
    to: str = field(repr=False)
    body: str = field(repr=False)
    begun_at: datetime | None = None


@dataclass(frozen=True)
class Incoming:
    """A text that came in. sender: as the provider writes it; has_media: it came with pictures or files."""

    provider: Provider
    provider_id: str
    sender: str = field(repr=False)
    words: str = field(repr=False)
    has_media: bool = False
    stops_itself: bool = False
    """The provider has answered a STOP, START or HELP itself."""


class NotTaken(Exception):
    """It was surely not taken. Names no number.

    again: whether it is worth another try; after_seconds: not before so many; opted_out: the provider says that this
    number wants no texts.
    """

    def __init__(self, why: str, again: bool, after_seconds: float | None = None, opted_out: bool = False) -> None:
        super().__init__(why)
        self.again = again
        self.after_seconds = after_seconds
        self.opted_out = opted_out


class Uncertain(Exception):
    """It may have been taken: look before it is sent again. Names no number."""


class TextProvider(Protocol):
    """Sends texts. Called from several threads at once."""

    name: Provider
    answers_stop: bool
    """Whether it confirms a STOP itself, and would refuse what we send then."""

    def send(self, text: Text) -> str:
        """Send one; returns its id there. Raises NotTaken or Uncertain."""

    def find(self, text: Text) -> Sequence[Receipt]:
        """What it has of this text: nothing when it was never taken. Raises NotTaken when it can't say now."""
