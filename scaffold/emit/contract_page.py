"""The parts of `templates/README.md` that are made from the contract."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from scaffold.emit.contract import CHANGES, VERSION, Contract, contracts, row_of, views
from scaffold.emit.contract_row import Row
from scaffold.emit.contract_shapes import Shape
from scaffold.emit.contract_table import ROWS

_SECTION = "(?s)(<!-- {name} -->\n).*?(<!-- end of {name} -->\n)"


def with_contract(page: str) -> str:
    """The page with what stands between its marks (`<!-- templates -->`, ...) made anew. `ValueError` without one."""
    for name, made in _SECTIONS.items():
        found = re.search(_SECTION.format(name=name), page)
        if found is None:
            raise ValueError(f"the page has no section {name!r}")
        page = f"{page[: found.end(1)]}{made()}{page[found.start(2) :]}"
    return page


def _templates() -> str:
    """A table of all templates: what they make, get, and consist of."""
    lines = ["| Template | Makes | Gets | Blocks, or macros |", "| --- | --- | --- | --- |"]
    lines += [f"| {_names(row)} | {row.makes} | {_gets(row)} | {_parts(row)} |" for row in ROWS]
    return "\n".join(["", *lines, "", ""])


def _names(row: Row) -> str:
    return ", ".join(map(_code, row.templates))


def _gets(row: Row) -> str:
    """The variables with their shapes; without those of which the shape says nothing new."""
    first = _of(row)[0]
    return ", ".join(f"{_code(name)}: {_shape(shape)}" for name, shape in first.variables.items())


def _parts(row: Row) -> str:
    parts: dict[str, None] = {}
    for contract in _of(row):
        parts.update(dict.fromkeys(_block(block, contract) for block in contract.blocks))
        parts.update(dict.fromkeys(_code(_macro(macro)) for macro in contract.macros.items()))
    return ", ".join(parts)


def _block(block: str, contract: Contract) -> str:
    """The name of a block, with what it gets beside where it stands in a loop."""
    inner = [f"{_code(name)}: {_shape(shape)}" for name, shape in contract.scoped.get(block, {}).items()]
    return f"{_code(block)} (with {', '.join(inner)})" if inner else _code(block)


def _of(row: Row) -> list[Contract]:
    return [contract for name, contract in contracts().items() if row_of(name) is row]


def _macro(macro: tuple[str, Mapping[str, Shape]]) -> str:
    return f"{macro[0]}({', '.join(macro[1])})"


def _views() -> str:
    """A heading, the documentation and a table of fields for each view."""
    return (
        "".join(
            "\n".join(["", f"### {view.name}", "", view.doc, "", *_fields(view.fields), ""])
            for view in views().values()
        )
        + "\n"
    )


def _fields(fields: Mapping[str, Shape]) -> Iterable[str]:
    yield "| Field | Is |"
    yield "| --- | --- |"
    yield from (f"| {_code(name)} | {_shape(shape)} |" for name, shape in fields.items())


def _shape(shape: Shape) -> str:
    """The shape with a link to each view."""
    return re.sub(r"\w+", lambda found: _link(found[0]) if found[0] in views() else found[0], str(shape))


def _link(view: str) -> str:
    return f"[{view}](#{view.lower()})"


def _changes() -> str:
    lines = [f"What templates get now is version {VERSION}.", ""]
    for version in sorted(CHANGES, reverse=True):
        for change in CHANGES[version]:
            about = "all templates" if change.template == "*" else _code(change.template)
            lines.append(f"- Version {version}, {about}: {change.what}")
    return "\n".join(["", *lines, "", ""])


def _code(text: str) -> str:
    return f"`{text}`"


_SECTIONS: Mapping[str, Callable[[], str]] = {"templates": _templates, "views": _views, "changes": _changes}
