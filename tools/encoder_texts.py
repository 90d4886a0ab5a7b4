"""Gathers the texts that the encoder is tuned on (tools/tune_encoder.py), as JSON on standard output.

Run it in the project's own environment:  .venv/bin/python tools/encoder_texts.py > var/encoder_texts.json

Nothing from tests/ and none of the public benchmark sets is used.
"""

import json
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from bot.nlu.tuning import read_examples  # noqa: E402
from knowledge.content import load_answers  # noqa: E402
from knowledge.reading_age import sentences_of  # noqa: E402
from language.word_lists import shorthand  # noqa: E402


def main() -> None:
    """Write groups (texts that ask the same, with their topic), other texts, and the shorthand table."""
    groups, others = [], []
    for answer in load_answers(ROOT / "knowledge").answers.values():
        asked = list(answer.questions)
        stated = [answer.title, *sentences_of(answer.plain)[:2]]
        groups.append({"id": answer.id, "topic": answer.topic, "asked": asked, "stated": stated})
        others += sentences_of(answer.plain)
    acts: dict[str, list[str]] = {}
    for text, act in read_examples(ROOT / "data" / "nlu"):
        acts.setdefault(act, []).append(text)
    for act, texts in acts.items():
        if act == "out_of_scope":
            others += texts
        else:
            groups.append({"id": act, "topic": "acts", "asked": texts, "stated": []})
    for file in sorted((ROOT / "language" / "safety" / "examples").glob("*.yml")):
        others += list(_texts(yaml.safe_load(file.read_text(encoding="utf-8"))))
    short: dict[str, list[str]] = {}
    for typed, meaning in shorthand().words.items():
        short.setdefault(meaning.lower(), []).append(typed)
    json.dump({"groups": groups, "others": sorted(set(others)), "shorthand": short}, sys.stdout, ensure_ascii=False)


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for each in inner for text in _texts(each)]


if __name__ == "__main__":
    main()
