"""Programs that use all that is known of types: every attribute given, every attribute read."""

from __future__ import annotations

import json
from collections.abc import Iterator

from scaffold.catalog.cdktf import Attribute, Shape, TypeFacts

#: How deep into nested objects attributes are given and read.
_DEEP = 3


def program(library: str, package: str, types: list[TypeFacts]) -> str:
    """A program in JavaScript that makes one of each type, gives it everything and outputs everything."""
    lines = [
        f'const {{ App, TerraformStack, TerraformOutput }} = require("{library}");',
        "const app = new App({ skipValidation: true });",
        'const stack = new TerraformStack(app, "everything");',
        "let count = 0;",
        "const show = (value) => new TerraformOutput(stack, `o${count++}`, { value, staticId: true });",
    ]
    for place, facts in enumerate(types):
        module = facts.module.replace("_", "-")
        config = json.dumps(_given(facts.shape, 0))
        lines.append(f'const {{ {facts.class_name}: C{place} }} = require("{package}/lib/{module}");')
        lines.append(f'const r{place} = new C{place}(stack, "r{place}", {config});')
        if facts.kind != "provider":
            lines += [f"show({read});" for read in _read(f"r{place}", facts.shape, 0)]
    return "\n".join([*lines, "app.synth();", ""])


def _given(shape: Shape, depth: int) -> dict[str, object]:
    return {one.member: _value(one, depth) for one in shape.given if one.shape is None or depth < _DEEP}


def _value(attribute: Attribute, depth: int) -> object:
    code, name = attribute.code.replace("-", ""), attribute.name
    if attribute.shape is not None:
        inner = _given(attribute.shape, depth + 1)
        if "%" in code:
            return {"aKey": inner}
        return [inner, {}] if "*" in code or "&" in code else inner
    plain: object = {"#": 7, "?": True, "!": {"anyKey": ["x"]}}.get(code.replace("$", "")[:1], f"{name}-value")
    kind = code.replace("$", "").lstrip("#?!")
    for mark in reversed(kind):
        plain = {"aKey": plain, "b_key": plain} if mark == "%" else [plain]
    return plain


def _read(at: str, shape: Shape, depth: int) -> Iterator[str]:
    for attribute in shape.attributes:
        member = f"{at}.{attribute.member}"
        yield member if attribute.shape is None else f"{member}.fqn"
        if attribute.shape is not None and depth < _DEEP:
            listed = "*" in attribute.code or "&" in attribute.code
            inner = f"{member}.get({depth})" if listed else f'{member}.get("k")' if "%" in attribute.code else member
            yield from _read(inner, attribute.shape, depth + 1)
        elif attribute.code in ("$%", "$#%", "$?%"):
            yield f'{member}.lookup("a")'
        elif not attribute.computed:
            yield f"{member}Input"
