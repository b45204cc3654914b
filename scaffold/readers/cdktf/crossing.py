"""References from one stack to another, which the library makes through outputs and the remote state."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from scaffold.readers.cdktf.addresses import reference_of
from scaffold.readers.cdktf.blocks import Block, StackSynthesis

#: How the ids of data sources begin that the library makes for them, and the keys of outputs.
_INPUT: Final = "cross-stack-reference-input-"
_OUTPUT: Final = "cross-stack-output-"
_STATE: Final = "terraform_remote_state"
_WHOLE: Final = re.compile(r"\$\{(.*)\}", re.DOTALL)


def is_crossing(block: Block) -> bool:
    """Whether the library made a block, so that another stack's values can be read."""
    if block.kind == "output":
        return is_crossing_output(block.key)
    return block.kind == "data" and block.type == _STATE and _id(block).startswith(_INPUT)


def is_crossing_output(name: str) -> bool:
    """Whether the library made an output of this name."""
    return name.startswith(_OUTPUT)


def crossed(stack: StackSynthesis, stacks: Sequence[StackSynthesis]) -> Mapping[str, tuple[StackSynthesis, str]]:
    """What a stack reads of others: by the expression that it reads it with
    (`data.terraform_remote_state.KEY.outputs.NAME`), the other stack and the expression that it is there."""
    found: dict[str, tuple[StackSynthesis, str]] = {}
    for block in stack.blocks:
        if block.kind != "data" or not is_crossing(block):
            continue
        name = _id(block).removeprefix(_INPUT)
        origin = next((other for other in stacks if other.path.replace("/", "--") == name), None)
        for output in origin.blocks if origin is not None else ():
            value = output.body.get("value") if output.kind == "output" and isinstance(output.body, dict) else None
            whole = _WHOLE.fullmatch(value) if isinstance(value, str) else None
            if origin is not None and whole is not None:
                found[f"{reference_of(block)}.outputs.{output.key}"] = origin, whole[1]
    return found


def _id(block: Block) -> str:
    return block.path.rpartition("/")[2]
