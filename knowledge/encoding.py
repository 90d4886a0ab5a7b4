"""What knowledge needs of an encoder of sentences (language/encoder.py has one)."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class Encoder(Protocol):
    """Turns texts into unit vectors of one length, one row a text."""

    def encode(self, texts: list[str]) -> NDArray[np.float32]:
        """The vectors of the texts, in their order."""
