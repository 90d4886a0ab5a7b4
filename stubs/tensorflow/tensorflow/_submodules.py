"""The submodules of tensorflow and keras that Rasa imports, and the finder that serves them."""

import collections.abc
from collections.abc import Mapping
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_loader
from types import ModuleType
from typing import Any

from tensorflow._refusal import Callback, Layer, Metric, Model, Sequence, Tensor, refuse_call, refuse_name


class _Dense(Layer):
    """Stands for keras.layers.Dense."""


class _Dropout(Layer):
    """Stands for keras.layers.Dropout."""


class _AbstractRNNCell(Layer):
    """Stands for keras.layers.AbstractRNNCell."""


# Parents stand before their children. An empty one can be imported, and every name asked of it is refused.
SUBMODULES: Mapping[str, Mapping[str, Any]] = {
    "tensorflow.config": {},
    "tensorflow.keras": {"Model": Model},
    "tensorflow.keras.backend": {},
    "tensorflow.keras.callbacks": {"Callback": Callback},
    "tensorflow.keras.layers": {
        "AbstractRNNCell": _AbstractRNNCell,
        "Dense": _Dense,
        "Dropout": _Dropout,
        "Layer": Layer,
    },
    "tensorflow.keras.metrics": {"Metric": Metric},
    "tensorflow.keras.utils": {"Sequence": Sequence},
    "tensorflow.python": {},
    "tensorflow.python.eager": {},
    "tensorflow.python.eager.wrap_function": {"WrappedFunction": Tensor},
    "tensorflow.types": {},
    "tensorflow.types.experimental": {"TensorLike": Tensor},
    "keras": {"Model": Model},
    "keras.utils": {},
    "keras.utils.control_flow_util": {"smart_cond": refuse_call},
    "keras.utils.tf_utils": {},
}


class StandInFinder(MetaPathFinder, Loader):
    """Finds the submodules of the table above, and no others."""

    def find_spec(
        self, fullname: str, path: collections.abc.Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """A spec for a submodule of the table, else None."""
        return spec_from_loader(fullname, self, is_package=True) if fullname in SUBMODULES else None

    def exec_module(self, module: ModuleType) -> None:
        """Fill the module with its names; every other name of it is refused."""
        vars(module).update(SUBMODULES[module.__name__], __getattr__=refuse_name(module.__name__))
