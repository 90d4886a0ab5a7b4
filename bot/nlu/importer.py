"""Brings what people ask (knowledge/answers) to Rasa's training, as examples of `ask_question`.

Retrieval tells the questions apart; the classifier only has to tell a question from the acts of a conversation. So it
gets some of each answer, as many as training has time for; `balance` in config.yml keeps the acts their weight.
"""

from collections.abc import Sequence

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.paths import ROOT
from knowledge.answer import ASK_QUESTION, Answer
from knowledge.content import load_answers

PER_ANSWER, MOST = 8, 3500


class ContentImporter(RasaFileImporter):
    """Reads the usual files and adds the sample. config.yml names it under `importers`.

    folder: the knowledge folder, from the root of the repository; per_answer, most: how many examples.
    """

    def __init__(
        self,
        config_file: str | None = None,
        domain_path: str | None = None,
        training_data_paths: list[str] | str | None = None,
        folder: str = "knowledge",
        per_answer: int = PER_ANSWER,
        most: int = MOST,
    ) -> None:
        super().__init__(config_file, domain_path, training_data_paths)
        self._folder = ROOT / folder
        self._per_answer = per_answer
        self._most = most

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """The examples of the files, and the sample. It carries the content version, so that a change trains again."""
        content = load_answers(self._folder)
        chosen = sample(list(content.answers.values()), self._per_answer, self._most)
        metadata = {"content_version": content.version}
        examples = [Message.build(text, ASK_QUESTION, example_metadata=metadata) for text in chosen]
        return super().get_nlu_data(language).merge(TrainingData(examples))


def sample(answers: Sequence[Answer], per_answer: int, most: int) -> list[str]:
    """Questions of all answers in turn, spread over each one's list, at most `most`. No chance in it."""
    spread = [_spread(answer.questions, per_answer) for answer in sorted(answers, key=lambda answer: answer.id)]
    rounds = [[questions[turn] for questions in spread if turn < len(questions)] for turn in range(per_answer)]
    return list(dict.fromkeys(question for turn in rounds for question in turn))[:most]


def _spread(questions: Sequence[str], count: int) -> list[str]:
    if len(questions) <= count:
        return list(questions)
    # First, last and between: editors write the formal wordings first and the messy ones last.
    return [questions[round(index * (len(questions) - 1) / max(1, count - 1))] for index in range(count)]
