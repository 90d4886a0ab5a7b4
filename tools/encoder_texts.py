"""Gathers what the encoder is tuned on (tools/tune_encoder.py), as JSON on standard output.

Run it in the project's own environment:  .venv/bin/python tools/encoder_texts.py > var/encoder_texts.json

Nothing from tests/ and none of the public benchmark sets is used.
"""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from bot.nlu.tuning import read_examples  # noqa: E402
from knowledge.content import load_answers  # noqa: E402
from knowledge.reading_age import sentences_of  # noqa: E402
from language.safety.learned import read_examples as read_risk  # noqa: E402
from language.safety.training import ON_SAFETY  # noqa: E402
from language.word_lists import shorthand  # noqa: E402

LONGEST_SIMPLE = 6


def main() -> None:
    """Write groups (what is asked and said of one answer or act), examples of risk, harmless texts and shorthand."""
    groups = []
    for answer in load_answers(ROOT / "knowledge").answers.values():
        said = [answer.title, *sentences_of(answer.plain), *sentences_of(answer.more)]
        said += [*sentences_of(answer.simple)[:LONGEST_SIMPLE], answer.plain, answer.sms]
        groups.append(
            {
                "id": answer.id,
                "asked": list(dict.fromkeys(answer.questions)),
                "said": [text for text in dict.fromkeys(said) if len(text.split()) > 2],
                "everyday": answer.topic != "safety" and answer.id not in ON_SAFETY,
            }
        )
    acts: dict[str, list[str]] = {}
    for text, act in read_examples(ROOT / "data" / "nlu"):
        acts.setdefault(act, []).append(text)
    groups += [{"id": f"act/{act}", "asked": asked, "said": [], "everyday": True} for act, asked in acts.items()]
    examples, harmless = read_risk()
    short: dict[str, list[str]] = {}
    for typed, meaning in shorthand().words.items():
        short.setdefault(meaning.lower(), []).append(typed)
    risk = [{"kind": str(example.kind), "text": example.text} for example in examples]
    json.dump({"groups": groups, "risk": risk, "harmless": harmless, "shorthand": short}, sys.stdout)


if __name__ == "__main__":
    main()
