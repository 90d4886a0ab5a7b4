"""How much of the words asked an answer holds, by SQLite's full-text search (FTS5, bm25)."""

import math
import sqlite3
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from knowledge.words import match_any, search_words

# A word in a question or in the title says more about what an answer is for than one in its text.
_FIND = """
    SELECT answers.id, bm25(answers_fts, 4.0, 3.0, 1.0)
    FROM answers_fts JOIN answers ON answers.rowid = answers_fts.rowid
    WHERE answers_fts MATCH ?
"""
# bm25's k1 in SQLite: a word can add at most (k1 + 1) times its rarity.
_MOST = 2.2


class Lexical:
    """Full-text search over the answers of an open knowledge.db."""

    def __init__(self, database: sqlite3.Connection, answer_ids: Sequence[str]) -> None:
        self._database = database
        self._position = {id: index for index, id in enumerate(answer_ids)}
        # A count for each word of each message adds up, and the database never changes under an open search.
        self._rarity = lru_cache(maxsize=4096)(self._count_rarity)

    def evidence(self, text: str) -> NDArray[np.float64]:
        """For each answer, how much (0 to 1) of the weight of the words it holds. Rare words weigh most."""
        found = np.zeros(len(self._position))
        words = search_words(text)
        if not words:
            return found
        rows = self._database.execute(_FIND, (match_any(words),))
        for id, score in rows:
            if id in self._position:
                found[self._position[id]] = -score
        most = sum(self._rarity(word) for word in words) * _MOST
        return np.clip(found / most, 0.0, 1.0)

    def _count_rarity(self, word: str) -> float:
        row = self._database.execute("SELECT count(*) FROM answers_fts WHERE answers_fts MATCH ?", (f'"{word}"',))
        holding, all_answers = row.fetchone()[0], len(self._position)
        # SQLite's own formula, with its floor for words that more than half of the answers hold.
        return max(math.log((all_answers - holding + 0.5) / (holding + 0.5)), 1e-6)
