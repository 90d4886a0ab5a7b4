"""Our own texts: every word in them is right, and the first that a misspelling is mended to."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from knowledge.content import Content
from knowledge.glossary import load_glossary
from knowledge.helplines import Helplines
from knowledge.spending import load_spending
from language.spelling import Speller

FOLDER = Path(__file__).parent


def reviewed_texts(content: Content, folder: Path = FOLDER) -> list[str]:
    """All that the answers say, and the names of terms, of things to buy and of helplines. No questions: these hold
    misspellings on purpose."""
    said = [text for a in content.answers.values() for text in (a.title, a.plain, a.simple, a.sms, a.adviser, a.more)]
    catalogue = load_spending(folder)
    things = [name for item in catalogue.items for name in item.names] if catalogue else []
    lines = Helplines.load(folder / "helplines.yml").lines.values()
    return [*said, *terms(folder), *things, *(line.contact.name for line in lines)]


def terms(folder: Path = FOLDER) -> list[str]:
    """What the terms of the glossary are called."""
    return [name for term in load_glossary(folder).values() for name in term.names]


def altered(speller: Speller, texts: Iterable[str]) -> Counter[tuple[str, str]]:
    """What the speller makes of right texts: pairs of (as written, as understood), with how often. Best is nothing."""
    return Counter(pair for text in texts for line in text.splitlines() for pair in speller.correct(line).changed)
