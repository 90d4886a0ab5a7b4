"""Where things are: what is in the repository, and what is built or kept in the state folder."""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class State:
    """The folder for all that is built and kept (`var/`, or `--state DIR`)."""

    folder: Path

    @property
    def knowledge_db(self) -> Path:
        """The built content."""
        return self.folder / "knowledge.db"

    @property
    def model(self) -> Path:
        """The trained Rasa model."""
        return self.folder / "model.tar.gz"

    @property
    def model_version(self) -> Path:
        """What the model was trained from: a hash of its inputs."""
        return self.folder / "model.version"
