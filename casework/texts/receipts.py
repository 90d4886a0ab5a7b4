"""What providers report of a text later: late, twice, or before we had noted that they took it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy.engine import Connection

from casework.texts import outgoing
from casework.texts.outgoing import Leaving

Told = Literal["taken", "delivered", "lost", "not_sent"]
"""taken: on its way; lost: it did not arrive, and another try is no use; not_sent: the provider's fault, try again."""


@dataclass(frozen=True)
class Receipt:
    """What a provider says of a text. reference: ours, if it knows it; provider_id: its own; why: in its words."""

    provider: str
    provider_id: str
    reference: str
    told: Told
    why: str = ""


def apply(connection: Connection, receipt: Receipt, at: datetime) -> bool:
    """Take a receipt in. False when it is for no text of ours. What has arrived stays so, whatever comes later."""
    row = outgoing.by_reference(connection, receipt.reference) if receipt.reference else None
    row = row or outgoing.by_provider_id(connection, receipt.provider, receipt.provider_id)
    if row is None:
        return False
    if row.provider_id and receipt.provider_id and receipt.provider_id != row.provider_id:
        _another(connection, row, receipt, at)
    elif row.state != "delivered":
        _same(connection, row, receipt, at)
    return True


def _same(connection: Connection, row: Leaving, receipt: Receipt, at: datetime) -> None:
    ids = {"provider": receipt.provider, "provider_id": receipt.provider_id or row.provider_id}
    if receipt.told == "delivered":
        outgoing.set_from_receipt(connection, row, state="delivered", ended_at=at, why="", body=None, **ids)
    elif receipt.told == "taken":
        if row.state in ("waiting", "sending", "uncertain"):
            outgoing.set_from_receipt(connection, row, state="sent", ended_at=at, why="", **ids)
    elif (
        receipt.told == "not_sent"
        and row.state in ("sent", "uncertain")
        and row.body is not None
        and at < row.expires_at
    ):
        again = {"state": "waiting", "try_at": at, "ended_at": None, "provider_id": None, "looks": 0}
        outgoing.set_from_receipt(connection, row, **again, why=receipt.why[:200])
    elif row.state not in ("failed", "expired"):
        outgoing.set_from_receipt(connection, row, state="failed", ended_at=at, why=receipt.why[:200], **ids)


def _another(connection: Connection, row: Leaving, receipt: Receipt, at: datetime) -> None:
    """The same text under another id: it left twice, which is counted; or a try that was given up as not sent."""
    known = row.other_ids or []
    if receipt.told in ("taken", "delivered") and receipt.provider_id not in known:
        outgoing.set_from_receipt(connection, row, other_ids=[*known, receipt.provider_id])
    if receipt.told == "delivered" and row.state != "delivered":
        found = outgoing.by_reference(connection, row.reference)
        assert found is not None, "it was there a moment ago, in this transaction"
        outgoing.set_from_receipt(connection, found, state="delivered", ended_at=at, why="", body=None)
