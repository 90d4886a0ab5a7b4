"""Lets Rasa load without what it imports and serving never uses: connectors, cloud clients, plotting, training.

They are half of the time and a third of the memory that `import rasa.core.agent` takes (docs/decisions/0003).
"""

import sys
import types
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from typing import Any, NoReturn

_CONNECTORS = (
    *("botframework", "callback", "console", "facebook", "hangouts", "mattermost", "rasa_chat", "rest", "rocketchat"),
    *("slack", "socketio", "telegram", "twilio", "twilio_voice", "webexteams"),
)
UNUSED = frozenset(
    {f"rasa.core.channels.{name}" for name in _CONNECTORS}
    | {
        "aio_pika",
        "boto3",
        "botocore",
        "matplotlib",
        "pymongo",
        "questionary",
        "sklearn",
        "sklearn_crfsuite",
        "spacy.cli",
    }
)


class Unused:
    """Takes the place of a class of an unused module. It can be named and inherited from, but not made."""

    def __init__(self, *_: Any, **__: Any) -> NoReturn:
        raise RuntimeError(f"{type(self).__name__} is left out when serving (bot/engine/unused_modules.py)")

    @classmethod
    def name(cls) -> str:
        """Rasa asks each connector for its name."""
        return cls.__name__


class _UnusedModule(types.ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        made = type(name, (Unused,), {})
        setattr(self, name, made)
        return made


class _Finder(MetaPathFinder, Loader):
    def find_spec(self, name: str, path: Sequence[str] | None, target: Any = None) -> ModuleSpec | None:
        parents = {name.rsplit(".", depth)[0] for depth in range(name.count(".") + 1)}
        return ModuleSpec(name, self, is_package=True) if parents & UNUSED else None

    def create_module(self, spec: ModuleSpec) -> types.ModuleType:
        return _UnusedModule(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        """There is nothing to run."""


@contextmanager
def unused_modules_left_out() -> Iterator[None]:
    """Within the block, importing an unused module gives a stand-in. Afterwards the real ones can be imported again."""
    finder = _Finder()
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        for name in [name for name, module in sys.modules.items() if isinstance(module, _UnusedModule)]:
            del sys.modules[name]
