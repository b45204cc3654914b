"""Settings: Terraform's own block, the providers, and the blocks that move, import, remove and check."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from scaffold.model.families import Family
from scaffold.model.source import Form, Ref
from scaffold.model.testplan import Case
from scaffold.plan.configuration import declared
from scaffold.plan.folder import Declaration, Folder, body
from scaffold.plan.inventory import exactly
from scaffold.plan.words import listed


def plan_settings(folder: Folder) -> Iterator[Case]:
    """One case for the set of provider configurations and one for each block."""
    if providers := folder.by_kind.get("provider"):
        expect = exactly("provider", providers)
        yield Case("settings:providers", Family.SETTINGS, "configures exactly these providers", "", expect)
    for kind, title in _TITLES.items():
        for declaration in folder.by_kind.get(kind, ()):
            case = declared(declaration, Family.SETTINGS, "is configured as declared")
            yield replace(case, title=title(declaration, body(declaration.block)), phrase="")


def _terraform(_: Declaration, content: Mapping[str, Form]) -> str:
    parts = [name.replace("_", " ").replace("cloud", "cloud settings") for name in content]
    return f"terraform keeps its {listed(parts)}" if parts else "terraform has an empty block"


def _provider(declaration: Declaration, content: Mapping[str, Form]) -> str:
    alias = content.get("alias")
    name = " ".join(declaration.labels)
    return f"provider {name}{f'.{alias}' if isinstance(alias, str) else ''} is configured as declared"


def _moved(_: Declaration, content: Mapping[str, Form]) -> str:
    return f"{_name(content.get('from'))} moves to {_name(content.get('to'))}"


def _import(_: Declaration, content: Mapping[str, Form]) -> str:
    return f"{_name(content.get('to'))} is imported"


def _removed(_: Declaration, content: Mapping[str, Form]) -> str:
    return f"{_name(content.get('from'))} is given up as declared"


def _check(declaration: Declaration, _: Mapping[str, Form]) -> str:
    return f"check {' '.join(declaration.labels)} asserts what it declares"


def _name(form: Form) -> str:
    return form.text if isinstance(form, Ref) else "something"


_TITLES: Mapping[str, Callable[[Declaration, Mapping[str, Form]], str]] = {
    "terraform": _terraform,
    "provider": _provider,
    "moved": _moved,
    "import": _import,
    "removed": _removed,
    "check": _check,
}
