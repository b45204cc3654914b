"""From a fact about the evaluated model to what the declaration must say as it is written.

A literal that stands in the relation is tested for the relation, so that a harmless change breaks nothing. Anything
else, a variable or an expression, is pinned as it is written, because only that makes the fact true.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias, cast

from scaffold.catalog.checks import Estate
from scaffold.model.facts import Fact, Relation
from scaffold.model.project import Mode, Resource
from scaffold.model.source import Expression, Form, Interpolation, Invocation, Ref
from scaffold.model.testplan import Holds
from scaffold.model.values import Step
from scaffold.plan.folder import Declaration, Folder, body
from scaffold.plan.relations import SYMBOLIC, has, inside, open_under, stands, texts_under

_REPEATS = ("count", "for_each")
_BY_INSTANCE = re.compile(r"(?<![\w.])(?:each|count)\.")

#: The way below a block, the relation and the value.
_Said: TypeAlias = "tuple[tuple[Step, ...], Relation, Form]"


def written(fact: Fact, folder: Folder, estate: Estate) -> Iterator[Holds]:
    """What makes a fact true in the blocks of a folder; nothing where that is written elsewhere.

    What is different for each instance counts together with what the instances are.
    """
    resource = estate.by_address.get(fact.subject.address)
    declaration = declared(resource, folder) if resource else None
    if resource is None or declaration is None:
        return
    said = list(_say(body(declaration.block), (), fact.subject.path, fact))
    if any(_differs_by_instance(value) for _, _, value in said):
        yield from repeats(resource, folder)
    for path, relation, value in said:
        yield Holds(declaration.kind, declaration.labels, path, relation, value, declaration.index)


def repeats(resource: Resource, folder: Folder) -> Iterator[Holds]:
    """How often a resource of the folder is there, pinned as it is written."""
    declaration = declared(resource, folder)
    if declaration:
        for name in _REPEATS:
            if name in declaration.block.attributes:
                form = declaration.block.attributes[name]
                yield Holds(declaration.kind, declaration.labels, (name,), Relation.EQUALS, form, declaration.index)


def declared(resource: Resource, folder: Folder) -> Declaration | None:
    """The block of the folder that declares a resource, if it is one of this folder's."""
    if (posixpath.dirname(resource.position.file) or ".") != folder.module.path:
        return None
    kind = "" if resource.mode is Mode.MANAGED else f"{resource.mode.value}."
    return folder.addresses.get(f"{kind}{resource.type}.{resource.name}")


def _say(form: Form, path: tuple[Step, ...], steps: tuple[Step, ...], fact: Fact) -> Iterator[_Said]:
    """What a form at `path` says of a fact that is `steps` below it in the model."""
    if not steps:
        yield from _say_here(form, path, fact)
        return
    step, encoded = steps[0], inside(form)
    if isinstance(form, Mapping) and f"dynamic {step}" in form:
        yield from _say_generated(form, path, steps, fact)
    elif encoded is not None:
        yield from _say(encoded, (*path, 0), steps, fact)
    elif has(form, step):
        yield from _say(cast(Any, form)[step], (*path, step), steps[1:], fact)
    elif isinstance(form, Mapping) and fact.relation is Relation.ABSENT:
        yield (*path, step), Relation.ABSENT, None
    elif not isinstance(form, Mapping | tuple):
        yield path, Relation.EQUALS, form


def _say_here(form: Form, path: tuple[Step, ...], fact: Fact) -> Iterator[_Said]:
    """The fact's own relation where a form stands in it as it is written, else that it is what it is."""
    if fact.relation is Relation.EXCLUDES:
        yield from _say_excluded(form, path, cast("_Excluded", fact.value))
    elif path:
        own = stands(form, fact.relation, fact.value)
        yield (path, fact.relation, cast(Form, fact.value)) if own else (path, Relation.EQUALS, form)


_Excluded: TypeAlias = "tuple[tuple[str, ...], tuple[str, ...]]"


def _say_excluded(form: Form, path: tuple[Step, ...], excluded: _Excluded) -> Iterator[_Said]:
    """That the values are not under the keys, and what stands there that is no text yet."""
    keys, values = excluded
    known = not isinstance(form, SYMBOLIC) or inside(form) is not None
    if known and not any(text in values for text in texts_under(form, keys)):
        yield path, Relation.EXCLUDES, excluded
        yield from ((where, Relation.EQUALS, found) for where, found in open_under(form, keys, path))
    elif path:
        yield path, Relation.EQUALS, form


def _say_generated(
    form: Mapping[str, Any], path: tuple[Step, ...], steps: tuple[Step, ...], fact: Fact
) -> Iterator[_Said]:
    """The same of blocks that are (also) generated: what for, and what their content says.

    Which of several a step means is not told: they are pinned whole, unless something is said of all of them.
    """
    name = f"dynamic {steps[0]}"
    bodies, others = form[name], form.get(str(steps[0]))
    rest = steps[2:] if isinstance(steps[1] if len(steps) > 1 else None, int) else steps[1:]
    if fact.relation is Relation.PRESENT and not rest and others:
        yield (*path, str(steps[0])), Relation.PRESENT, None
        return
    everywhere = fact.relation is Relation.EXCLUDES and not rest
    if not everywhere and (others is not None or len(bodies) > 1):
        yield from ((((*path, key), Relation.EQUALS, form[key])) for key in (str(steps[0]), name) if key in form)
        return
    if others is not None:
        yield from _say_here(others, (*path, str(steps[0])), fact)
    for at, generated in enumerate(bodies):
        where = (*path, name, at)
        yield (*where, "for_each"), Relation.EQUALS, generated.get("for_each")
        content = generated.get("content")
        if isinstance(content, tuple) and content and not (fact.relation is Relation.PRESENT and not rest):
            yield from _say(content[0], (*where, "content", 0), rest, fact)


def _differs_by_instance(value: Form) -> bool:
    if isinstance(value, Ref | Expression):
        return bool(_BY_INSTANCE.search(value.text))
    if isinstance(value, Interpolation | Invocation):
        return any(map(_differs_by_instance, value.parts if isinstance(value, Interpolation) else value.arguments))
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, tuple) else ()
    return any(map(_differs_by_instance, inner))
