"""All classes of the tree, by the names that programs import."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from scaffold.readers.cdktf.tree.app import APP
from scaffold.readers.cdktf.tree.aspects import ANNOTATIONS, ASPECTS, LEVELS
from scaffold.readers.cdktf.tree.assets import ASSET, ASSET_TYPE
from scaffold.readers.cdktf.tree.backends import BACKENDS
from scaffold.readers.cdktf.tree.built_in import DATA_RESOURCE, IN_STACK, MIGRATE_IDS
from scaffold.readers.cdktf.tree.construct import CONSTRUCT, ROOT
from scaffold.readers.cdktf.tree.element import ELEMENT
from scaffold.readers.cdktf.tree.importable import IMPORTABLE
from scaffold.readers.cdktf.tree.manifest import MANIFEST
from scaffold.readers.cdktf.tree.modules import HCL_MODULE, MODULE
from scaffold.readers.cdktf.tree.nodes import DEPENDABLE, GROUP, NODE, ORDER
from scaffold.readers.cdktf.tree.provider import PROVIDER
from scaffold.readers.cdktf.tree.remote_state import REMOTE_STATE, REMOTE_STATES
from scaffold.readers.cdktf.tree.resource import DATA_SOURCE, EPHEMERAL, RESOURCE
from scaffold.readers.cdktf.tree.stack import STACK
from scaffold.readers.cdktf.tree.testing import TESTING
from scaffold.readers.cdktf.tree.values import LOCAL, OUTPUT, VARIABLE, VARIABLE_TYPE
from scaffold.readers.cdktf.twins import Definition

__all__ = [
    "APP", "DATA_SOURCE", "DEFINITIONS", "ELEMENT", "EPHEMERAL", "IMPORTABLE", "MODULE", "OF_CONSTRUCTS", "PROVIDER",
    "RESOURCE", "STACK",
]  # fmt: skip

_CONSTRUCTS: Final = (CONSTRUCT, ROOT, NODE, ORDER, GROUP, DEPENDABLE)
#: What the package `constructs` holds.
OF_CONSTRUCTS: Final[Mapping[str, Definition]] = {found.name: found for found in _CONSTRUCTS}
_ALL: Final = (
    *(APP, STACK, ELEMENT, RESOURCE, DATA_SOURCE, EPHEMERAL, PROVIDER, MODULE, HCL_MODULE, IMPORTABLE),
    *(DATA_RESOURCE, MIGRATE_IDS, IN_STACK, MANIFEST),
    *(OUTPUT, VARIABLE, VARIABLE_TYPE, LOCAL, ASSET, ASSET_TYPE, ASPECTS, ANNOTATIONS, LEVELS, TESTING),
    *(REMOTE_STATE, *REMOTE_STATES.values(), *BACKENDS),
)
#: What the library itself holds of it, and what `constructs` does.
DEFINITIONS: Final[Mapping[str, Definition]] = {**{found.name: found for found in _ALL}, **OF_CONSTRUCTS}
