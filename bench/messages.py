"""What people say in the benchmarks: the examples that Navigator is trained on. Every column is trained on them."""

from collections import defaultdict
from itertools import cycle

from bench.environment import ROOT
from bench.subjects import Kind

PLAIN_INTENT = "greet"
"""Stock Rasa answers it with a response; every other intent runs a custom action."""

ACTION_INTENT = "ask_question"


def load_examples() -> dict[str, list[str]]:
    """Texts by intent, as Navigator's own training reads them: data/nlu and the sample of what people ask."""
    from bot.nlu.importer import ContentImporter

    importer = ContentImporter(config_file=str(ROOT / "config.yml"), training_data_paths=[str(ROOT / "data" / "nlu")])
    examples: dict[str, list[str]] = defaultdict(list)
    for message in importer.get_nlu_data().intent_examples:
        examples[message.get("intent")].append(message.get("text"))
    return dict(examples)


class Script:
    """Messages of either kind, in turn, without chance."""

    def __init__(self, examples: dict[str, list[str]]) -> None:
        self._texts: dict[Kind, list[str]] = {"action": examples[ACTION_INTENT], "plain": examples[PLAIN_INTENT]}
        self._turns = {kind: cycle(texts) for kind, texts in self._texts.items()}

    def first(self, kind: Kind) -> str:
        """Always the same message, which is answered by a custom action or without one."""
        return self._texts[kind][0]

    def next(self, kind: Kind) -> str:
        """The next message of the kind."""
        return next(self._turns[kind])
