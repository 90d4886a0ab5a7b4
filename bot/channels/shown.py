"""What the templates of messages need to know."""

from datetime import date
from typing import Any

from bot.channels.transcript import FromYou, Message
from casework.schema import Register


def shown(register: Register, messages: tuple[Message, ...], is_pending: bool, today: date) -> dict[str, Any]:
    """Values for messages.html. `today` (in London): messages of other days carry their date."""
    latest = max((message.inbox_id for message in messages if isinstance(message, FromYou)), default=0)
    return {"messages": messages, "register": register, "is_pending": is_pending, "latest": latest, "today": today}
