"""What stacks are synthesised to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from scaffold.model.values import Value
from scaffold.readers.cdktf.blocks import Block, StackSynthesis
from scaffold.readers.cdktf.run import Run
from scaffold.readers.cdktf.tokens.resolving import resolve, to_value
from scaffold.readers.cdktf.tree.aspects import apply_aspects, errors_said
from scaffold.readers.cdktf.tree.assets import Asset, Hashes
from scaffold.readers.cdktf.tree.element import Element
from scaffold.readers.cdktf.tree.errors import fault
from scaffold.readers.cdktf.tree.merging import deep_merge
from scaffold.readers.cdktf.tree.nodes import internal_context, validate
from scaffold.readers.cdktf.tree.place import Place
from scaffold.readers.cdktf.tree.spoilt import mended
from scaffold.readers.cdktf.tree.stack import Stack
from scaffold.readers.cdktf.tree.values import Output
from scaffold.readers.programs.values import UNDEFINED, Array, Machine, Object

#: What has a type and an id below its kind; the rest has only one label.
_TYPED: Final = frozenset({"resource", "data", "ephemeral"})
#: What holds values of any kind by their names, lists too.
_PLAIN: Final = ("terraform", "locals")
#: Where a block stands: its kind, its type, its key; of a list also the place in it.
_Spot = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class _Part:
    """What one element adds to the configuration."""

    element: Element
    fragment: Any


def prepared(apps: list[Place], machine: Machine, at: int = 0) -> list[Stack]:
    """The stacks below, with everything made that they need of one another."""
    stacks = [each for app in apps for each in app.walk() if isinstance(each, Stack)]
    for stack in stacks:
        stack.prepare(machine, at)
    return stacks


def check(root: Place, machine: Machine, at: int = 0) -> None:
    """Run all validations below. Raises the program's error where one has something to say."""
    said = [f"[{each.path}] {machine.text(text, at)}" for each in root.walk() for text in validate(each, machine, at)]
    if said:
        raise fault(root.run, machine, f"The validation of {root.path} fails: {'; '.join(said)}", at)


def synthesise_stack(stack: Stack, machine: Machine, *, validated: bool = True, at: int = 0) -> StackSynthesis:
    """What a stack that is prepared is synthesised to. Raises the program's error where it cannot be."""
    apply_aspects(stack, machine, at)
    if validated:
        check(stack, machine, at)
    said = errors_said(stack)
    if said:
        listed = "; ".join(f"[{path}] {machine.concrete(machine.text(text, at))}" for path, text in said)
        raise fault(stack.run, machine, f"There are errors: {listed}", at)
    return configuration(stack, machine, at)


def configuration(stack: Stack, machine: Machine, at: int = 0) -> StackSynthesis:
    """The configuration of a stack as it is."""
    run = stack.run
    elements = stack.elements()
    whole = Object({"//": _comment(stack, machine, elements, at)})
    parts = []
    for element in elements:
        own = element.call_own(machine, "toTerraform", [], at)
        given = element.fragment(machine, at) if own is UNDEFINED else own
        parts.append(_Part(element, resolve(run, machine, stack, given, at)))
    spots = Counter(spot for part in parts for spot, _ in _spots(part.fragment))
    for part in parts:
        deep_merge(run, machine, whole, _copied(part.fragment), at=at)
    deep_merge(run, machine, whole, stack.overrides, at=at)
    found = resolve(run, machine, stack, whole, at)
    document = to_value(run, machine, found)
    blocks = tuple(_blocks(stack, machine, parts, document, spots))
    files = {path: held for each in stack.walk() if isinstance(each, Asset) for path, held in each.files(machine)}
    return StackSynthesis(stack.id, stack.path, stack.position, blocks, _plain(document), files)


def _copied(value: Any) -> Any:
    """A value with objects and lists of its own, so that putting things into it changes nothing else."""
    if isinstance(value, Object) and value.type is None:
        return Object({key: _copied(item) for key, item in value.entries.items()})
    return Array([_copied(item) for item in value.items]) if isinstance(value, Array) else value


def _plain(document: Value) -> dict[str, Any]:
    return dict(document) if isinstance(document, dict) else {}


def _comment(stack: Stack, machine: Machine, elements: list[Element], at: int) -> Object:
    """What the configuration says of itself."""
    run = stack.run
    facts = Object(
        {
            "version": internal_context(stack, "cdktfVersion"),
            "stackName": stack.id,
            "backend": "local",
        }
    )
    if stack.overrides.entries:
        facts.entries["overrides"] = Object({"stack": Array(list(stack.overrides.entries))})
    for element in elements:
        deep_merge(run, machine, facts, _copied(resolve(run, machine, stack, element.facts(machine, at), at)), at=at)
    outputs = Object()
    for element in elements:
        if isinstance(element, Output):
            deep_merge(run, machine, outputs, _nested(element.path.split("/"), element.friendly_id(machine, at)), at=at)
    return Object({"metadata": facts, "outputs": outputs})


def _nested(path: list[str], value: str) -> Object:
    found: Any = value
    for part in reversed(path):
        found = Object({part: found})
    return found if isinstance(found, Object) else Object()


# Blocks


def _labels(value: Any) -> dict[str, Any]:
    return value.entries if isinstance(value, Object) else {}


def _spots(fragment: Any) -> Iterator[tuple[_Spot, Any]]:
    """The blocks of a fragment, and where they stand."""
    for kind, below in _labels(fragment).items():
        if kind in _TYPED:
            for type_, named in _labels(below).items():
                yield from (((kind, type_, key), body) for key, body in _labels(named).items())
        elif isinstance(below, Array):
            yield from (((kind, "", ""), body) for body in below.items)
        elif kind == "provider":
            for type_, listed in _labels(below).items():
                bodies = listed.items if isinstance(listed, Array) else [listed]
                yield from (((kind, type_, ""), body) for body in bodies)
        elif kind == "terraform":
            yield from _settings(below)
        else:
            yield from (((kind, "", key), body) for key, body in _labels(below).items())


def _settings(below: Any) -> Iterator[tuple[_Spot, Any]]:
    for type_, held in _labels(below).items():
        if type_ == "backend":
            yield from ((("terraform", f"backend.{name}", name), body) for name, body in _labels(held).items())
        elif type_ == "required_providers":
            yield from ((("terraform", type_, name), body) for name, body in _labels(held).items())
        elif type_ != "//":
            yield ("terraform", type_, type_), held


def _blocks(
    stack: Stack, machine: Machine, parts: list[_Part], document: Value, spots: Counter[_Spot]
) -> Iterator[Block]:
    """The blocks of a configuration with the constructs that they come from, in order; last what only overrides of the
    stack make."""
    seen: Counter[_Spot] = Counter()
    done: set[_Spot] = set()
    for part in parts:
        for spot, own in _spots(part.fragment):
            index = seen[spot]
            seen[spot] += 1
            if spot in done and spot[1] == "required_providers":
                continue
            done.add(spot)
            listed = spot[0] == "provider" or spot[2] == ""
            found = _at(document, spot, index if listed else None)
            if found is None and not listed and not _present(document, spot):
                continue
            # Elements of the same id are there under different conditions, each as it is.
            body = to_value(stack.run, machine, own) if spots[spot] > 1 and not listed else found
            yield _block(stack, machine, part.element, spot, body)
    whole = _rebuilt(document)
    for spot, own in _spots(whole):
        if spot not in done and (spot[0] in _PLAIN or not isinstance(own, Array)) and spot[0] != "//":
            yield _block(stack, machine, stack, spot, _at(document, spot, 0 if spot[2] == "" else None))


def _block(stack: Stack, machine: Machine, made: Place, spot: _Spot, body: Value) -> Block:
    kind, type_, key = spot
    shown = {name: value for name, value in body.items() if name != "//"} if isinstance(body, dict) else body
    shown = mended(stack.run, machine, stack.run.part(Hashes).marked(shown), made.position)
    return Block(
        kind=kind,
        type=type_,
        key=key,
        path=made.path if made is not stack else f"{stack.path}/{key or type_ or kind}",
        stack=stack.id,
        body=shown,
        position=made.position,
        condition=made.condition,
        repeated=made.repeated,
        overridden=isinstance(made, Element) and made.logical_id is not None,
        overrides=tuple(_paths(made.overrides)) if isinstance(made, Element) else (),
    )


def _paths(overrides: Object, above: str = "") -> Iterator[str]:
    """The dotted paths of what is put over a block."""
    for name, value in overrides.entries.items():
        path = f"{above}{name}"
        if isinstance(value, Object) and value.entries:
            yield from _paths(value, f"{path}.")
        else:
            yield path


def _steps(spot: _Spot) -> list[str]:
    kind, type_, key = spot
    if kind == "terraform":
        if type_.startswith("backend."):
            return [kind, "backend", key]
        return [kind, type_, key] if type_ == "required_providers" else [kind, type_]
    return [step for step in (kind, type_, key) if step]


def _at(document: Value, spot: _Spot, index: int | None) -> Value:
    """What stands in a configuration at a place; `None` where there is nothing."""
    here: Any = document
    for step in _steps(spot):
        here = here.get(step) if isinstance(here, dict) else None
    if index is not None and isinstance(here, tuple):
        return here[index] if index < len(here) else None
    return here  # type: ignore[no-any-return]


def _present(document: Value, spot: _Spot) -> bool:
    *above, last = _steps(spot)
    here: Any = document
    for step in above:
        here = here.get(step) if isinstance(here, dict) else None
    return isinstance(here, dict) and last in here


def _rebuilt(value: Value) -> Any:
    """A model value as what `_spots` looks at."""
    if isinstance(value, dict):
        return Object({key: _rebuilt(item) for key, item in value.items()})
    return Array([_rebuilt(item) for item in value]) if isinstance(value, tuple) else value


# All of a program


def synthesise(run: Run, machine: Machine, app: Any = None, at: int = 0) -> tuple[StackSynthesis, ...]:
    """Synthesise an app (else all that the program made), and keep what it comes to. Raises the program's error where
    the library throws one."""
    apps = [app] if app is not None else [each for each in run.made if isinstance(each, Place) and each.scope is None]
    found = []
    for stack in prepared(apps, machine, at):
        validated = not getattr(stack.root, "unchecked", False)
        found.append(synthesise_stack(stack, machine, validated=validated, at=at))
        _keep(run, found[-1])
    for each in apps:
        if not getattr(each, "unchecked", False):
            said = [str(machine.concrete(machine.text(text, at))) for text in validate(each, machine, at)]
            if said:
                raise fault(run, machine, f"The validation of the app fails: {'; '.join(said)}", at)
    return tuple(found)


def _keep(run: Run, made: StackSynthesis) -> None:
    """Keep what a stack was synthesised to, in place of what it was before."""
    for place, before in enumerate(run.synthesised):
        if before.path == made.path:
            run.synthesised[place] = made
            return
    run.synthesised.append(made)


def as_document(made: StackSynthesis) -> dict[str, Any]:
    """The `cdk.tf.json` of a stack."""
    return dict(made.document)
