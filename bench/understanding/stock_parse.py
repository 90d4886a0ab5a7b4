"""Runs in the environment of stock Rasa: `stock_parse.py MODEL ASKED TOLD` reads texts and writes what Rasa parses."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

KEPT = ("intent", "intent_ranking", "response_selector")


async def parse_all(model: str, texts: list[str]) -> list[dict[str, Any]]:
    """Of each text the parts that are kept; of the response selector the chosen response alone."""
    from rasa.core.agent import Agent

    agent = Agent.load(model)
    told = []
    for text in texts:
        parsed = await agent.parse_message(text)
        kept = {name: parsed.get(name) or {} for name in KEPT}
        for selected in kept["response_selector"].values():
            if isinstance(selected, dict):
                selected.pop("ranking", None)
        told.append(kept)
    return told


if __name__ == "__main__":
    model, asked, told = sys.argv[1:]
    found = asyncio.run(parse_all(model, json.loads(Path(asked).read_text(encoding="utf-8"))))
    Path(told).write_text(json.dumps(found), encoding="utf-8")
