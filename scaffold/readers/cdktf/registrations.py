"""The blocks of synthesised stacks as registrations and exports: found by construct path, linked by address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from scaffold.model.deployments import Exported, Options, Registration, Role
from scaffold.model.values import Value
from scaffold.readers.cdktf.addresses import Addresses, addresses_of, plain_name, token_of
from scaffold.readers.cdktf.blocks import Block, StackSynthesis
from scaffold.readers.cdktf.linking import Linking

_ROLES: Final = {"resource": Role.CUSTOM, "data": Role.DATA, "provider": Role.PROVIDER}
#: What of a configuration is no element of its own: outputs are exports.
_ASIDE: Final = frozenset({"output"})
_SETTINGS: Final = frozenset({"required_providers", "required_version", ""})


def stack_addresses(stacks: Sequence[StackSynthesis]) -> Iterator[tuple[StackSynthesis, Addresses]]:
    """Each stack with its addresses: below a module of its own where there are several."""
    for stack in stacks:
        yield stack, addresses_of(stack, f"module.{plain_name(stack.name)}." if len(stacks) > 1 else "")


def registrations(stacks: Sequence[StackSynthesis]) -> tuple[Registration, ...]:
    """Everything that is configured, in the order of the program."""
    return tuple(
        _registration(block, addresses, Linking(addresses))
        for stack, addresses in stack_addresses(stacks)
        for block in stack.blocks
        if block.kind not in _ASIDE and not (block.kind == "terraform" and block.type in _SETTINGS)
    )


def _registration(block: Block, addresses: Addresses, linking: Linking) -> Registration:
    inputs = linking.value(_body(block))
    found: dict[str, Any] = dict(inputs) if isinstance(inputs, Mapping) else {"value": inputs}
    others: dict[str, Value] = {"address": f"{block.type}.{block.key}"} if block.overridden else {}
    return Registration(
        address=addresses.of(block),
        type=block.type if block.kind in ("resource", "data") else token_of(block),
        token=token_of(block),
        name=block.path,
        role=_ROLES.get(block.kind, Role.ELEMENT),
        inputs=found,
        resolved=found,
        position=block.position,
        options=Options(others=others),
        condition=block.condition,
        repeated=block.repeated,
    )


def _body(block: Block) -> Value:
    return {"value": block.body} if block.kind == "locals" else block.body


def exports(stacks: Sequence[StackSynthesis]) -> tuple[Exported, ...]:
    """The outputs of every stack; those of several are called `stack/key`."""
    return tuple(
        _exported(block, Linking(addresses), f"{stack.name}/" if len(stacks) > 1 else "")
        for stack, addresses in stack_addresses(stacks)
        for block in stack.blocks
        if block.kind == "output"
    )


def _exported(block: Block, linking: Linking, prefix: str) -> Exported:
    body = linking.value(block.body)
    members: dict[str, Any] = dict(body) if isinstance(body, Mapping) else {}
    value = members.pop("value", None)
    secret = members.pop("sensitive", False) is True
    return Exported(prefix + block.key, value, value, block.position, secret, members)
