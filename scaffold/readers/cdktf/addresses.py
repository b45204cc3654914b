"""What the blocks of a configuration are called: by Terraform, with hashes, and here, by their constructs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from scaffold.readers.cdktf.blocks import Block, StackSynthesis

#: What references to the blocks of a kind begin with.
_PREFIXES: Final = {"data": "data", "ephemeral": "ephemeral", "module": "module", "variable": "var", "locals": "local"}
#: Characters that no name in an address has.
_OTHERS: Final = re.compile(r"[^\w-]")
#: An address of a configuration at the start of a text, with what it is of: `data.aws_region.here`, `module.net`.
_HEAD: Final = re.compile(r"(?:(?:data|ephemeral)\.[\w-]+|module|var|local|[A-Za-z_][\w-]*)\.[A-Za-z_][\w-]*")


def reference_of(block: Block) -> str:
    """What an expression calls a block: `aws_sqs_queue.queue_1A2B`, `data.aws_region.here`, `module.net`, `var.size`;
    empty for what nothing refers to."""
    if block.kind == "resource":
        return f"{block.type}.{block.key}"
    prefix = _PREFIXES.get(block.kind)
    if prefix is None:
        return ""
    return f"{prefix}.{block.type}.{block.key}" if prefix in ("data", "ephemeral") else f"{prefix}.{block.key}"


def token_of(block: Block) -> str:
    """What a block is, in one word: `aws_sqs_queue`, `data.aws_region`, `provider.aws`, `local`, `backend.s3`."""
    if block.kind == "resource":
        return block.type
    if block.kind in ("data", "ephemeral", "provider"):
        return f"{block.kind}.{block.type}"
    if block.kind == "terraform":
        return block.type or "terraform"
    return "local" if block.kind == "locals" else block.kind


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of a stack's blocks. `by_reference` are the blocks by what expressions call them, `by_block` the
    addresses by the identity of the block."""

    by_reference: Mapping[str, Block]
    by_block: Mapping[int, str]

    def of(self, block: Block) -> str:
        """The address of a block: `module.audit.aws_s3_bucket.bucket`."""
        return self.by_block[id(block)]

    def renamed(self, address: str) -> str:
        """An address of the configuration (instance keys and all) as it is called here; others stay."""
        found = _HEAD.match(address)
        block = self.block_at(address)
        return self.of(block) + address[len(found[0]) :] if found is not None and block is not None else address

    def block_at(self, address: str) -> Block | None:
        """The block at an address of the configuration, instance keys and all."""
        found = _HEAD.match(address)
        return self.by_reference.get(found[0]) if found is not None else None


def addresses_of(stack: StackSynthesis, prefix: str = "") -> Addresses:
    """The addresses of the blocks of a stack, each below the modules that its constructs are."""
    by_reference: dict[str, Block] = {}
    by_block: dict[int, str] = {}
    taken: dict[str, int] = {}
    for block in stack.blocks:
        base = prefix + _address(stack, block)
        number = taken[base] = taken.get(base, 0) + 1
        by_block[id(block)] = base if number == 1 else f"{base}_{number}"
        reference = reference_of(block)
        if reference:
            by_reference.setdefault(reference, block)
    return Addresses(by_reference, by_block)


def modules_of(stack: StackSynthesis, path: str) -> tuple[str, ...]:
    """The ids of the constructs between a stack and what is at a path below it."""
    inside = path.removeprefix(f"{stack.path}/").split("/") if path.startswith(f"{stack.path}/") else [path]
    return tuple(map(plain_name, inside[:-1]))


def module_address(names: Iterable[str]) -> str:
    """The address of nested modules; empty for none."""
    return ".".join(f"module.{name}" for name in names)


def plain_name(text: str) -> str:
    """An id as a name in an address."""
    return _OTHERS.sub("_", text) or "_"


def name_of(block: Block) -> str:
    """What a block is called here: its construct's id, unless the program overrides what Terraform calls it."""
    return plain_name(block.key if block.overridden else block.path.rpartition("/")[2])


def _address(stack: StackSynthesis, block: Block) -> str:
    token, name = token_of(block), name_of(block)
    own = {"variable": f"var.{name}", "local": f"local.{name}"}.get(token, f"{token}.{name}")
    return ".".join(filter(None, (module_address(modules_of(stack, block.path)), own)))
