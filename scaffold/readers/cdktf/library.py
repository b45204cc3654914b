"""The classes of the library by the names under which programs import them, whatever their language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from scaffold.readers.cdktf.providers.classes import builtin_class
from scaffold.readers.cdktf.tokens.library import DEFINITIONS as OF_TOKENS
from scaffold.readers.cdktf.tree.definitions import DEFINITIONS as OF_TREE
from scaffold.readers.cdktf.twins import Definition

#: The one provider that is part of the library, and of Terraform.
_BUILT_IN: Final = {"DataResource": builtin_class("terraform", "DataResource")}
DEFINITIONS: Final[Mapping[str, Definition]] = {**OF_TREE, **OF_TOKENS, **_BUILT_IN}
