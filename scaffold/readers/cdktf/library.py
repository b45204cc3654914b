"""The classes of the library by the names under which programs import them, whatever their language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from scaffold.readers.cdktf.tokens.library import DEFINITIONS as OF_TOKENS
from scaffold.readers.cdktf.tree.definitions import DEFINITIONS as OF_TREE
from scaffold.readers.cdktf.twins import Definition

DEFINITIONS: Final[Mapping[str, Definition]] = {**OF_TREE, **OF_TOKENS}
