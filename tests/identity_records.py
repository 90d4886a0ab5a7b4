"""People on record for tests of identity: made up, each with something that matters to who may be shown what."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from casework.budgets.tables import budget, person, representative
from casework.database import Database
from casework.identity import tables

LOADED = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
BORN = date(1956, 3, 3)
SPEAKER_BORN = date(1984, 7, 19)

PEOPLE: tuple[dict[str, Any], ...] = (
    {"reference": "EX1001", "mobile": "+447700900101", "email": "ash@example.org"},
    {"reference": "EX1002", "mobile": "+447700900102", "do_not_disclose": "safeguarding"},
    {"reference": "EX1003", "mobile": "+447700900103", "email": "robin@example.org"},  # the phone is the manager's
    {"reference": "EX1004", "mobile": "+447700900104"},  # as is this one, and there is no other contact
    {"reference": "EX1005", "mobile": "+447700900105", "contact_changed_at": LOADED},
    {"reference": "EX1006"},
    {"reference": "EX1007", "email": "Lee@Example.org"},
)
SPEAKERS: tuple[dict[str, Any], ...] = (
    {"reference": "REP2001", "of": "EX1001", "role": "nominee", "mobile": "+447700900201", "may_see_money": True},
    {"reference": "REP2002", "of": "EX1001", "role": "supporter", "mobile": "+447700900202", "may_see_money": False},
    {"reference": "REP2003", "of": "EX1003", "role": "managed_account", "mobile": "+447700900103"},
    {"reference": "REP2004", "of": "EX1004", "role": "representative", "mobile": "07700 900104", "may_see_money": True},
    {"reference": "REP2005", "of": "EX1002", "role": "nominee", "mobile": "+447700900205", "may_see_money": True},
)


def load_people(database: Database) -> None:
    """Put them on record, once; EX1001 has a budget."""
    with database.write() as connection:
        if connection.execute(person.select().where(person.c.reference == "EX1001")).first():
            return
        ids = {}
        for values in PEOPLE:
            row = {"date_of_birth": BORN, "loaded_at": LOADED, **values}
            ids[values["reference"]] = connection.execute(person.insert().values(**row)).inserted_primary_key[0]
        for values in SPEAKERS:
            row = {"may_see_money": False, "date_of_birth": SPEAKER_BORN, "loaded_at": LOADED, **values}
            row["person_id"] = ids[row.pop("of")]
            connection.execute(representative.insert().values(**row))
        agreed = {"agreed_pence": 1_200_000, "agreed_per": "year", "balance_pence": 123_456}
        about = {"record_id": "B-1", "person_id": ids["EX1001"], "funder": "council", "holding": "direct_payment"}
        dates = {
            "starts_on": date(2026, 4, 1),
            "as_of": date(2026, 11, 19),
            "balance_as_of": date(2026, 11, 19),
            "loaded_at": LOADED,
        }
        source = {"service": "help at home", "source": "the council's payment system"}
        connection.execute(budget.insert().values(**about, **agreed, **dates, **source))


def unload_people(database: Database) -> None:
    """Take everybody off record again, with all that was tried: most tests expect nobody there."""
    with database.write() as connection:
        for table in (
            tables.session,
            tables.challenge,
            tables.outgoing,
            tables.counter,
            representative,
            budget,
            person,
        ):
            connection.execute(table.delete())


SETTLED = LOADED + timedelta(days=60)
"""A moment at which no contact has changed lately."""
