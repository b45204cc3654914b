"""How a resource is known again under another name."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping

from scaffold.model.project import Mode, Project
from scaffold.model.source import Ref

#: What a resource's own address becomes in what is compared: a queue may name itself in its policy.
_ITSELF = "itself"
_KEY = re.compile(r"\[(?:[^\]\"]|\"[^\"]*\")*\]")


def likenesses(projects: Iterable[Project]) -> Mapping[str, str]:
    """For each managed resource and each call of a module or component, by address, sixteen hexadecimal digits that say
    what it is but for its name.

    Two resources of one type with equal attributes have the same ones. Addresses are without keys of instances: the
    first instance stands for all, as does the first project where several share an address.
    """
    found: dict[str, str] = {}
    for project in projects:
        for resource in project.resources:
            if resource.mode is Mode.MANAGED:
                said = f"{resource.type} {sorted(resource.attributes.items())!r} {resource.depends_on!r}"
                found.setdefault(_KEY.sub("", resource.address), _digest(said, resource.address))
        for call in project.calls:
            said = f"module {call.source!r} {sorted(call.inputs.items())!r} {call.depends_on!r}"
            found.setdefault(_KEY.sub("", call.address), _digest(said, call.address))
    return dict(sorted(found.items()))


def moves(projects: Iterable[Project]) -> Mapping[str, str]:
    """Where `moved` blocks say that resources and modules have gone: old address to new, as seen from their module."""
    blocks = (block for project in projects for module in project.modules for block in module.blocks)
    found = [(block.attributes.get("from"), block.attributes.get("to")) for block in blocks if block.type == "moved"]
    return {old.text: new.text for old, new in found if isinstance(old, Ref) and isinstance(new, Ref)}


def _digest(said: str, address: str) -> str:
    whole = re.compile(rf"(?<![\w.-]){re.escape(address)}(?![\w-])")
    return hashlib.sha256(whole.sub(_ITSELF, said).encode("utf-8", "surrogatepass")).hexdigest()[:16]
