"""The outermost scope of a Python program."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from scaffold.readers.programs.python import classes, dicts, sets, text_methods
from scaffold.readers.programs.python.builtin_functions import FUNCTIONS
from scaffold.readers.programs.python.classes import ITERATORS
from scaffold.readers.programs.python.descriptors import Property
from scaffold.readers.programs.python.errors import ERRORS
from scaffold.readers.programs.python.kinds import ELLIPSIS, NOT_IMPLEMENTED
from scaffold.readers.programs.python.looping import LOOPING
from scaffold.readers.programs.python.matching import MATCHING
from scaffold.readers.programs.python.numbers import NUMBER_FUNCTIONS

#: What fills the classes with their members stands here so that it is there.
_FILLING = (dicts, sets, text_methods, Property)
_CLASSES = (
    "object type int bool float complex str bytes bytearray list tuple dict set frozenset range slice property "
    "staticmethod classmethod super"
)
_BY_NAME = {kind.name: kind for kind in vars(classes).values() if isinstance(kind, classes.BuiltinClass)}
#: What every program finds, and none changes.
NAMES: Mapping[str, Any] = MappingProxyType(
    {
        **{name: _BY_NAME[name] for name in _CLASSES.split()},
        **{name: ITERATORS[name] for name in ("map", "filter", "zip", "enumerate", "reversed")},
        **ERRORS,
        **NUMBER_FUNCTIONS,
        **LOOPING,
        **FUNCTIONS,
        **MATCHING,
        "Ellipsis": ELLIPSIS,
        "NotImplemented": NOT_IMPLEMENTED,
        "__debug__": True,
    }
)
