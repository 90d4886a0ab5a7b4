"""The encoder for tests that build or search all content: it encodes each text once in a run."""

from functools import cache

from knowledge.tuning import Remembering
from language.encoder import shared_encoder


@cache
def remembering() -> Remembering:
    """The one of this process. In a batch a vector depends a little on its neighbours; here the first batch counts."""
    return Remembering(shared_encoder())
