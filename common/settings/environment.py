"""Where things are on this machine, from the environment's variables."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class Environment:
    """Where things are. `state` is the folder of everything that changes; `database_url` names people's records."""

    state: Path
    database_url: str
    council_file: Path

    @staticmethod
    def read(variables: Mapping[str, str] = os.environ) -> "Environment":
        """From NAVIGATOR_STATE, NAVIGATOR_DATABASE_URL, NAVIGATOR_COUNCIL_FILE; unset or empty: this project's own."""
        state = Path(variables.get("NAVIGATOR_STATE") or _ROOT / "var").resolve()
        return Environment(
            state=state,
            database_url=variables.get("NAVIGATOR_DATABASE_URL") or f"sqlite:///{state / 'navigator.db'}",
            council_file=Path(variables.get("NAVIGATOR_COUNCIL_FILE") or _ROOT / "council.yml").resolve(),
        )
