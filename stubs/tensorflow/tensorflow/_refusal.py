"""The one error of the stand-in, and the classes that raise it when somebody makes one."""

import sys
from collections.abc import Callable
from typing import Any, NoReturn

try:
    from rasa.shared.exceptions import InvalidConfigException as _ConfigurationError
except ImportError:  # somebody else looks for TensorFlow; without Rasa there is no command line to tell
    _ConfigurationError = Exception

_SENTENCE = (
    "TensorFlow is not installed here ({wanted} was asked for): take DIETClassifier, TEDPolicy, ResponseSelector, "
    "UnexpecTEDIntentPolicy, ConveRTFeaturizer and LanguageModelFeaturizer out of the configuration, or put "
    "TensorFlow in place of its stand-in as stubs/tensorflow/README.md says."
)


class TensorFlowNotInstalled(_ConfigurationError, AttributeError):  # type: ignore[misc]  # Rasa may be absent
    """Something would really use TensorFlow.

    It is one of Rasa's configuration errors, so that `rasa train` prints the sentence and exits with 1, and an
    AttributeError, so that `hasattr(tensorflow, ...)` is simply false.
    """

    def __init__(self, wanted: str) -> None:
        super().__init__(_SENTENCE.format(wanted=wanted))


class Unavailable:
    """Can be a base class and an annotation. Making one, or one of a subclass, raises TensorFlowNotInstalled."""

    def __new__(cls, *args: Any, **kwargs: Any) -> NoReturn:  # __new__, since a subclass may have its own __init__
        raise TensorFlowNotInstalled(cls.__name__)


def refuse_name(module: str) -> Callable[[str], Any]:
    """A module's `__getattr__`: raises TensorFlowNotInstalled for ordinary names, AttributeError for dunder names."""

    def refuse(name: str) -> Any:
        if name.startswith("__"):  # Python's own questions about a module
            raise AttributeError(f"module {module!r} has no attribute {name!r}")
        raise TensorFlowNotInstalled(f"{module}.{name}")

    return refuse


def refuse_call(*args: Any, **kwargs: Any) -> NoReturn:
    """Stands for any function. Raises TensorFlowNotInstalled."""
    raise TensorFlowNotInstalled("a TensorFlow function")


def _refuse_component(component: type) -> NoReturn:
    raise TensorFlowNotInstalled(component.__name__)


class Tensor(Unavailable):
    """Stands for tensorflow.Tensor."""


class SparseTensor(Unavailable):
    """Stands for tensorflow.SparseTensor."""


class TensorShape(Unavailable):
    """Stands for tensorflow.TensorShape."""


class TensorSpec(Unavailable):
    """Stands for tensorflow.TensorSpec."""


class Model(Unavailable):
    """Stands for keras.Model. The Rasa components beside a subclass are refused as soon as they are configured.

    To refuse the making of a Model is not enough: with rules and no stories TEDPolicy never makes one, and Rasa trains
    and saves without a word. Rasa asks each configured component for its `required_packages` before it trains
    anything; these components forget to name TensorFlow (it is always there), so the stand-in answers for them.
    """

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        for neighbour in list(vars(sys.modules[cls.__module__]).values()):
            if getattr(neighbour, "__module__", None) == cls.__module__ and hasattr(neighbour, "required_packages"):
                neighbour.required_packages = classmethod(_refuse_component)


class Layer(Unavailable):
    """Stands for keras.layers.Layer."""


class Callback(Unavailable):
    """Stands for keras.callbacks.Callback."""


class Metric(Unavailable):
    """Stands for keras.metrics.Metric."""


class Sequence(Unavailable):
    """Stands for keras.utils.Sequence."""
