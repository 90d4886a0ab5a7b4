"""Every table there is: importing this makes `metadata` complete. Migrations are compared with it."""

from casework.budgets import tables as _budgets
from casework.coming_back import tables as _coming_back
from casework.desk import tables as _desk
from casework.feedback import tables as _feedback
from casework.identity import tables as _identity
from casework.notices import tables as _notices
from casework.schema import metadata
from casework.scripts import tables as _scripts
from casework.texts import tables as _texts

PARTS = (_budgets, _coming_back, _desk, _feedback, _identity, _notices, _scripts, _texts)

__all__ = ["PARTS", "metadata"]
