"""A stand-in for TensorFlow 2.12, so that Rasa 3.6 loads without it. README.md says why, and how to take it out.

It offers the names that Rasa touches while it is imported, and nothing works: making any of its objects, or reaching
for any other name, raises TensorFlowNotInstalled. Submodules that Rasa doesn't import don't exist, so a library that
looks for a working TensorFlow (spaCy, through thinc) finds none.
"""

import sys
from importlib import import_module

from tensorflow._refusal import SparseTensor, Tensor, TensorFlowNotInstalled, TensorShape, TensorSpec, refuse_name
from tensorflow._submodules import SUBMODULES, StandInFinder

__all__ = ["SparseTensor", "Tensor", "TensorFlowNotInstalled", "TensorShape", "TensorSpec"]
__version__ = "2.12.0"

if not any(isinstance(finder, StandInFinder) for finder in sys.meta_path):
    sys.meta_path.append(StandInFinder())  # last: a keras that is really installed comes first

for _name in SUBMODULES:
    if _name.startswith("tensorflow."):  # Rasa writes tf.keras.layers.Layer without importing tensorflow.keras.layers
        import_module(_name)

__getattr__ = refuse_name(__name__)
