"""What several contract tests share: the trained pipeline, loaded once."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bot.paths import State

Parse = Callable[[str], dict[str, Any]]


@pytest.fixture(scope="session")
def parse(built: State) -> Iterator[Parse]:
    """What the whole pipeline makes of a text, outside any conversation."""
    from rasa.core.agent import Agent
    from rasa.core.channels.channel import UserMessage

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NAVIGATOR_KNOWLEDGE_DB", str(built.knowledge_db))
        processor = Agent.load(str(built.model)).processor
        assert processor
        yield lambda text: dict(asyncio.run(processor.parse_message(UserMessage(text))))
