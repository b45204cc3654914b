"""What a stack is synthesised to: the blocks of its configuration, with the constructs that they come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from scaffold.model.position import Position
from scaffold.model.values import Value


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a `cdk.tf.json`.

    `kind` is the key at its top (`resource`, `data`, `provider`, `module`, `variable`, `output`, `locals`, `terraform`,
    `moved`, `import`, ...), `type` the label below it (`aws_sqs_queue`; of a provider its name; of `terraform` what it
    holds: `backend.s3`, `cloud`, `required_providers`, ...) and `key` the last one (the logical id; of `locals` the
    name of the one value); `body` is what stands there, without `//`. `path` is that of the construct from the app
    (`orders/audit/bucket`), `position` where it is made, `overridden` whether its id is one that the program sets,
    `overrides` the dotted paths that it puts over what the construct sets.
    """

    kind: str
    type: str
    key: str
    path: str
    stack: str
    body: Value
    position: Position
    condition: Value = None
    repeated: bool = False
    overridden: bool = False
    overrides: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StackSynthesis:
    """One stack. `path` is that of its construct, `name` that of the folder that it is synthesised to; `document` is
    the whole of its `cdk.tf.json` (`//` included), `files` those that are put beside it, by path there: what is known
    of the asset."""

    name: str
    path: str
    position: Position
    blocks: tuple[Block, ...] = ()
    document: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
