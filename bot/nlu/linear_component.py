"""What the components share that learn a linear model from examples: how they are made, trained, kept and read back."""

from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any, Self

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage

from bot.nlu.fingerprints import of_files
from bot.nlu.linear import LinearModel, Settings, train
from bot.nlu.linear import __file__ as linear_source
from bot.nlu.reading import Vector


class LinearComponent(GraphComponent):
    """A component with one `LinearModel`, None until it is trained or loaded."""

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: LinearModel | None = None,
    ) -> None:
        self._config = config
        self._storage = model_storage
        self._resource = resource
        self._model = model

    @staticmethod
    def settings_by_default() -> dict[str, Any]:
        """The part of a default config that is described at `bot.nlu.linear.Settings`."""
        return {field.name: field.default for field in fields(Settings)}

    @staticmethod
    def required_packages() -> list[str]:
        """What must be installed."""
        return ["sklearn", "scipy"]

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Train again when the way of training changes: Rasa itself looks at the component's class only."""
        return of_files([Path(linear_source), Path(__file__)])

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Self:
        """An untrained component."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> Self:
        """The trained component. Raises ValueError when it was not trained."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, LinearModel.read(folder))

    def _learn(self, texts: Sequence[str], vectors: Sequence[Vector], labels: Sequence[str]) -> Resource:
        settings = Settings(**{field.name: self._config[field.name] for field in fields(Settings)})
        self._model = train(texts, np.stack(vectors), labels, settings)
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource
