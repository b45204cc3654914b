"""What a program is synthesised to: the JSON of its stacks, each element with the path of its construct."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .expressions import renamed
from .home import HOME
from .results import Element, Result
from .spelling import Places, shown, tokens

#: Kinds of blocks by type and name, with what stands before the type.
TYPED = {"resource": "", "data": "data.", "ephemeral": "ephemeral."}
#: How expressions call what stands in these blocks.
CALLED = {"module": "module", "variable": "var", "local": "local"}
#: Blocks that are about another element, with the members that say which.
ABOUT = {"moved": ("from", "to"), "import": ("to",), "removed": ("from",)}
#: What begins the ids of what the library itself adds to take values from stack to stack: outputs, and data sources
#: that read them. Nobody has declared these, and references through them are called by what they lead to.
GIVEN = "cross-stack-output-"
ORIGIN = "cross-stack-reference-input-"
REMOTE = "data.terraform_remote_state"
_WHOLE = re.compile(r"\$\{(.*)\}", re.DOTALL)


@dataclass(frozen=True)
class Asset:
    """Files that stand beside a stack: `place` is where, `shown` how tests call that."""

    path: str
    hash: str
    place: str
    shown: str


@dataclass
class Stack:
    """A stack as it is synthesised; `paths` are those of constructs by address, as far as its JSON says none."""

    path: str
    document: Mapping[str, Any]
    paths: dict[str, str] = field(default_factory=dict)
    elements: dict[str, Element] = field(default_factory=dict)


def read(apps: Sequence[tuple[Any, Path]], folder: Path) -> Result:
    """What the apps are synthesised to; `folder` is the project's."""
    result = Result([], [], {}, [])
    found = [(app, _stacks(place)) for app, place in apps]
    single = sum(len(stacks) for _, stacks in found) == 1
    for app, stacks in found:
        _read(app, stacks, single, Places(folder, HOME), result)
    return result


def _read(app: Any, stacks: Sequence[Stack], single: bool, places: Places, result: Result) -> None:
    assets = _looked_through(app, stacks)
    raw = [list(_elements(stack)) for stack in stacks]
    for stack, elements in zip(stacks, raw):
        stack.elements.update((each.address, each) for each in elements if each.address)
    for stack, elements in zip(stacks, raw):
        comparable = _Comparable(stack, stacks, assets, places)
        for each in elements:
            if not (each.type == REMOTE and each.path.rpartition("/")[2].startswith(ORIGIN)):
                block = comparable.block(each.configuration)
                result.elements.append(Element(each.type, each.path, each.address, block))
        for key, block in stack.document.get("output", {}).items():
            if not key.startswith(GIVEN):
                result.outputs[key if single else f"{stack.path}/{key}"] = comparable.block(_own(block))
        result.stacks.append(stack.path)
        result.unresolved.extend(tokens(stack.document, stack.path))


class _Comparable:
    """What makes the texts of a stack comparable."""

    def __init__(self, stack: Stack, stacks: Sequence[Stack], assets: Sequence[Asset], places: Places) -> None:
        self._stack = stack
        self._stacks = stacks
        # Assets of the same files have the same hash, wherever they are.
        self._assets = sorted(assets, key=lambda asset: not asset.path.startswith(f"{stack.path}/"))
        self._places = places

    def block(self, block: dict[str, Any]) -> dict[str, Any]:
        text = json.dumps(block)
        near = sorted(self._assets, key=lambda asset: asset.place not in text)

        def change(each: str) -> str:
            short = self._places.short(each, near)
            return renamed(short, lambda names: _named(names, self._stack, self._stacks))

        return shown(block, change)


def _stacks(place: Path) -> list[Stack]:
    try:
        manifest = json.loads((place / "manifest.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        # This app is not synthesised.
        return []
    stacks = manifest["stacks"].values()
    files = {each["constructPath"]: place / each["synthesizedStackPath"] for each in stacks}
    return [Stack(path, json.loads(file.read_text(encoding="utf-8"))) for path, file in files.items()]


def _looked_through(app: Any, stacks: Sequence[Stack]) -> list[Asset]:
    """The app's assets; says the stacks what their JSON has only hashed names for."""
    library = sys.modules[next(kind.__module__ for kind in type(app).__mro__ if kind.__name__ == "App")]
    assets = []
    asked = any(kind in stack.document for stack in stacks for kind in ABOUT)
    imported = getattr(library, "ImportableResource", ())
    by_path = {stack.path: stack for stack in stacks}
    for construct in app.node.find_all():
        if isinstance(construct, library.TerraformVariable):
            address = f"var.{construct.friendly_unique_id}"
        elif isinstance(construct, library.TerraformLocal):
            address = f"local.{construct.friendly_unique_id}"
        elif isinstance(construct, library.TerraformProvider):
            address = f"provider.{construct.fqn}"
        elif isinstance(construct, library.TerraformBackend):
            known = next(kind for kind in type(construct).__mro__ if kind.__module__ == library.__name__)
            address = f"backend.{known.__name__[: -len('Backend')].lower()}"
        elif asked and isinstance(construct, imported):
            address = f"*.{construct.friendly_unique_id}"
        elif asked and isinstance(construct, library.TerraformResource):
            address = f"{construct.terraform_resource_type}.{construct.friendly_unique_id}"
        elif isinstance(construct, library.TerraformAsset):
            assets.append(_asset(construct))
            continue
        else:
            continue
        path = construct.node.path
        inside = [each for each in by_path if path.startswith(f"{each}/")]
        if inside:
            by_path[max(inside, key=len)].paths[address] = path
    return assets


def _asset(construct: Any) -> Asset:
    path, place, name = construct.node.path, construct.path, construct.file_name
    ending = f"/{name}" if name and place.endswith(name) else ""
    return Asset(path, construct.asset_hash, place, f"assets/{path}{ending}")


def _elements(stack: Stack) -> Iterator[Element]:
    """All blocks of a stack as they stand in its JSON, but outputs."""
    document = stack.document

    def element(type: str, key: str, address: str, block: Any) -> Element:
        metadata = block.get("//", {}).get("metadata", {}) if isinstance(block, Mapping) else {}
        path = metadata.get("path") or stack.paths.get(address) or f"{stack.path}/{key}"
        return Element(type, path, address, {"value": block} if type == "local" else _own(block))

    for kind, before in TYPED.items():
        for type, blocks in document.get(kind, {}).items():
            for key, block in blocks.items():
                yield element(before + type, key, f"{before}{type}.{key}", block)
    for kind, called in CALLED.items():
        for key, block in document.get("locals" if kind == "local" else kind, {}).items():
            yield element(kind, key, f"{called}.{key}", block)
    for type, blocks in document.get("provider", {}).items():
        for block in blocks if isinstance(blocks, list) else [blocks]:
            alias = f".{block['alias']}" if block.get("alias") else ""
            made = element(f"provider.{type}", type, f"provider.{type}{alias}", block)
            yield Element(made.type, made.path, "", made.configuration)
    yield from _settings(stack)
    for kind, members in ABOUT.items():
        for block in document.get(kind, []):
            known = [path for member in members if (path := _path(stack, block.get(member, "")))]
            yield Element(kind, known[0] if known else f"{stack.path}/{kind}", "", block)
    for key, block in document.get("check", {}).items():
        yield element("check", key, "", block)


def _settings(stack: Stack) -> Iterator[Element]:
    """What a stack says of itself: where its state is, and whatever else but the providers that it needs."""
    settings = stack.document.get("terraform", {})
    backends = {f"backend.{type}": block for type, block in settings.get("backend", {}).items()}
    for type, block in (*backends.items(), *(each for each in settings.items() if each[0] == "cloud")):
        name = type.rpartition(".")[2]
        yield Element(type, stack.paths.get(f"backend.{name}") or f"{stack.path}/{name}", "", block)
    others = {key: settings[key] for key in settings if key not in ("backend", "cloud", "required_providers")}
    if others:
        yield Element("terraform", stack.path, "", others)


def _path(stack: Stack, address: str) -> str:
    """The construct path of a resource, by what Terraform calls it."""
    type, _, key = address.partition(".")
    block = stack.document.get("resource", {}).get(type, {}).get(key, {})
    own = block.get("//", {}).get("metadata", {}).get("path", "")
    return stack.paths.get(address) or own or stack.paths.get(f"*.{key}", "")


def _own(block: Any) -> dict[str, Any]:
    """A block without what the library notes in it."""
    return {key: value for key, value in block.items() if key != "//"}


def _named(names: Sequence[str], stack: Stack, stacks: Sequence[Stack]) -> tuple[str, int] | None:
    """What the first names of a reference in a stack are called in tests, and how many that are."""
    count = 3 if names[0] in ("data", "ephemeral") else 2
    address = ".".join(names[:count])
    if address not in stack.elements:
        return None
    path = stack.elements[address].path
    if len(names) > count + 1 and names[count] == "outputs":
        meant = _meant(path, names[count + 1], stacks)
        if meant:
            return meant, count + 2
    return f"{address.rpartition('.')[0]}.{path}", count


def _meant(path: str, output: str, stacks: Sequence[Stack]) -> str:
    """What an output of another stack stands for, which a data source at a path reads."""
    key = path.rpartition("/")[2]
    for origin in stacks:
        if key == ORIGIN + origin.path.replace("/", "--"):
            value = origin.document.get("output", {}).get(output, {}).get("value")
            whole = _WHOLE.fullmatch(value) if isinstance(value, str) else None
            if whole:
                return renamed(value, lambda names: _named(names, origin, stacks))[2:-1]
    return ""
