"""Which providers a folder of configuration names itself.

`terraform test` gives a run the mocks of those providers alone that the folder under test names: a mock of one that
only a called module needs is not used, and the real provider asks for credentials, unless the run passes it on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scaffold.model.project import SourceModule
from scaffold.model.scenarios import Mock
from scaffold.model.source import Block, Ref


def named_in(module: SourceModule) -> frozenset[str]:
    """The local names of the providers that a folder requires, configures, passes on, or has resources of."""
    return frozenset(name for block in module.blocks for name in _names(block))


def passed_on(mocks: Sequence[Mock], named: frozenset[str]) -> dict[str, str]:
    """What the runs of a folder pass on: nothing where the folder names each mocked provider itself, by one name."""
    names = [f"{mock.provider}.{mock.alias}" if mock.alias else mock.provider for mock in mocks]
    needed = any("." in name or name not in named for name in names)
    return {name: name for name in names} if needed else {}


def _names(block: Block) -> set[str]:
    if block.type == "terraform":
        return {name for each in block.blocks if each.type == "required_providers" for name in each.attributes}
    if block.type == "provider":
        return set(block.labels[:1])
    if block.type in ("resource", "data"):
        own = block.attributes.get("provider")
        return {_local(own)} if isinstance(own, Ref) else {block.labels[0].partition("_")[0]} if block.labels else set()
    given = block.attributes.get("providers") if block.type == "module" else None
    return {_local(each) for each in given.values() if isinstance(each, Ref)} if isinstance(given, Mapping) else set()


def _local(name: Ref) -> str:
    return name.text.partition(".")[0]
