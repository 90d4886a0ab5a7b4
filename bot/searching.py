"""`./navigator search`: what the assistant would find, and why."""

from pathlib import Path

from rich.console import Console

from common.clock import SystemClock, today
from knowledge.explain import explain
from knowledge.search import decide, open_search
from language.encoder import shared_encoder

SAID = {
    "sure": "It answers with {}.",
    "unsure": "It asks which was meant: {}.",
    "nothing": "It says that it doesn't know.",
}


def show_search(knowledge_db: Path, text: str, console: Console) -> None:
    """Print what a text finds, drafts included, and what speaks for each. Raises FileNotFoundError with no database."""
    search = open_search(knowledge_db, today(SystemClock()), drafts=True)
    vector = shared_encoder().encode([text])[0]
    for number, each in enumerate(explain(search, text, vector), 1):
        answer = search.content.answers[each.id]
        lines = [
            f"{number}  {answer.topic}/{each.id}" + " (draft)" * answer.draft + f": {each.score:.0%}",
            f'   most like: "{each.question}" ({each.likeness:.2f})',
            f"   words it holds: {', '.join(each.shared) or 'none'}",
            f"   beside the average: meaning {each.fit:+.1f}, nearest {each.nearest:+.1f}, words {each.words:+.1f}",
        ]
        console.print("\n".join(lines), highlight=False, soft_wrap=True)
    decision = decide(search.rank(text, vector))
    console.print(SAID[decision.kind].format(", ".join(decision.ids)), highlight=False, soft_wrap=True)
    note = "Spelling is not mended here, and acts (next, a person) are decided elsewhere: try ./navigator talk."
    console.print(note, highlight=False, soft_wrap=True)
