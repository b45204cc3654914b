"""The blocks of synthesised stacks as registrations and exports: found by construct path, linked by address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from scaffold.model.deployments import Exported, Options, Registration, Role
from scaffold.model.values import Value
from scaffold.readers.cdktf.addresses import addresses_of, plain_name, token_of
from scaffold.readers.cdktf.blocks import Block, StackSynthesis
from scaffold.readers.cdktf.crossing import crossed, is_crossing
from scaffold.readers.cdktf.linking import Linking
from scaffold.readers.deploying.spelled import UNKNOWN

_ROLES: Final = {"resource": Role.CUSTOM, "data": Role.DATA, "provider": Role.PROVIDER}
#: What of a configuration is no element of its own: outputs are exports.
_ASIDE: Final = frozenset({"output"})
#: What stands under `terraform` beside the settings of a stack, that have one registration in all.
_BESIDE: Final = ("backend.", "cloud", "required_providers")


def linked_stacks(stacks: Sequence[StackSynthesis], folder: str) -> Iterator[tuple[StackSynthesis, Linking]]:
    """Each stack with how its values link: to addresses below a module of its own where there are several."""
    plain = {id(stack): Linking(addresses_of(stack, module_prefix(stack, stacks)), folder) for stack in stacks}
    for stack in stacks:
        others = {name: (plain[id(other)], text) for name, (other, text) in crossed(stack, stacks).items()}
        yield stack, replace(plain[id(stack)], others=others)


def module_prefix(stack: StackSynthesis, stacks: Sequence[StackSynthesis]) -> str:
    """What the addresses of a stack are below, where an evaluation has several."""
    return f"module.{plain_name(stack.name)}." if len(stacks) > 1 else ""


def registrations(stacks: Sequence[StackSynthesis], folder: str = ".") -> tuple[Registration, ...]:
    """Everything that is configured, in the order of the program, which runs in `folder`."""
    found: list[Registration] = []
    for stack, linking in linked_stacks(stacks, folder):
        own = [block for block in stack.blocks if block.kind not in _ASIDE and not is_crossing(block)]
        settings = [block for block in own if _is_setting(block)]
        found.extend(_registration(block, linking) for block in own if not _is_aside(block))
        if settings:
            found.append(_settings(stack, settings, linking))
    return tuple(found)


def _is_setting(block: Block) -> bool:
    return block.kind == "terraform" and not block.type.startswith(_BESIDE)


def _is_aside(block: Block) -> bool:
    return _is_setting(block) or (block.kind == "terraform" and block.type == "required_providers")


def _settings(stack: StackSynthesis, blocks: Sequence[Block], linking: Linking) -> Registration:
    """What a stack asks of Terraform, at the path of the stack."""
    first = blocks[0]
    body: dict[str, Any] = {block.type: block.body for block in blocks}
    whole = _registration(replace(first, body=body, path=stack.path), linking, linking.addresses.of(first))
    return replace(whole, type="terraform", token="terraform")


def _registration(block: Block, linking: Linking, address: str = "") -> Registration:
    inputs = linking.value(_body(block))
    found: dict[str, Any] = dict(inputs) if isinstance(inputs, Mapping) else {"value": inputs}
    others: dict[str, Value] = {"address": f"{block.type}.{block.key}"} if block.overridden else {}
    return Registration(
        address=address or linking.addresses.of(block),
        type=block.type if block.kind in ("resource", "data") else token_of(block),
        token=token_of(block),
        name=block.path,
        role=_ROLES.get(block.kind, Role.ELEMENT),
        inputs=found,
        resolved=found,
        position=block.position,
        options=Options(others=others),
        condition=block.condition,
        repeated=block.repeated or UNKNOWN in block.path,  # nobody knows how many names that is
    )


def _body(block: Block) -> Value:
    return {"value": block.body} if block.kind == "locals" else block.body


def exports(stacks: Sequence[StackSynthesis], folder: str = ".") -> tuple[Exported, ...]:
    """The outputs of every stack; those of several are called `stack/key`."""
    return tuple(
        _exported(block, linking, f"{stack.path}/" if len(stacks) > 1 else "")
        for stack, linking in linked_stacks(stacks, folder)
        for block in stack.blocks
        if block.kind == "output" and not is_crossing(block)
    )


def _exported(block: Block, linking: Linking, prefix: str) -> Exported:
    body = linking.value(block.body)
    members: dict[str, Any] = dict(body) if isinstance(body, Mapping) else {}
    value = members.pop("value", None)
    secret = members.get("sensitive") is True
    if secret:
        del members["sensitive"]
    return Exported(prefix + block.key, value, value, block.position, secret, members)
