"""What the support library of suites in JavaScript is told of a function."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from scaffold.model.handlers import HandlerSuite, Responds
from scaffold.trying.exchange import encoded

_DOCUMENTS: Final = "@aws-sdk/lib-dynamodb"
_CLIENTS: Final = "@aws-sdk/client-"
#: Packages that have clients, and are not called so: the last one is version 2 of the SDK.
_OTHERS: Final = frozenset({_DOCUMENTS, "aws-sdk"})


def settings(suite: HandlerSuite, root: Path) -> Mapping[str, Any]:
    """The function as the library's `lambda` takes it, with whole paths."""
    named = titles(suite)
    known = {*suite.libraries, *suite.packages}
    if _DOCUMENTS in known:
        known.add(f"{_CLIENTS}dynamodb")
    forms = {each.form for case in suite.cases for each in case.expect if isinstance(each, Responds)}
    return {
        "title": suite.title,
        **_code(suite, root),
        "handler": suite.handler,
        "name": suite.function or suite.name,
        "environment": encoded(suite.environment),
        "clients": sorted(name for name in known if name.startswith(_CLIENTS) or name in _OTHERS),
        "resources": {named[each.address]: list(each.identifiers) or [each.name] for each in suite.wired},
        "values": {named[each.address]: each.facts["value"] for each in suite.wired if "value" in each.facts},
        "payload": "2.0" if "2.0" in forms else "1.0",
        "region": suite.region,
        "timeout": suite.timeout,
        "memory": suite.memory,
    }


def titles(suite: HandlerSuite) -> Mapping[str, str]:
    """A name for each resource, by its address."""
    return {each.address: each.address for each in suite.wired}


def _code(suite: HandlerSuite, root: Path) -> Mapping[str, Any]:
    """Where the code is: in its place, where all that is packaged lies there as it does in the package."""
    entry, source = suite.entry, suite.files.get(suite.entry)
    if not suite.files and not suite.texts:
        return {"folder": str(root / suite.folder), "entry": entry}
    if source is not None and not suite.texts:
        base = posixpath.dirname(entry)
        folder = posixpath.dirname(posixpath.normpath(source))
        place = folder.removesuffix(base).rstrip("/") if base else folder
        own = posixpath.join(base, posixpath.basename(source))
        stands = {name: posixpath.join(place, own if name == entry else name) for name in suite.files}
        if all(posixpath.normpath(file) == posixpath.normpath(stands[name]) for name, file in suite.files.items()):
            return {"folder": str(root / place), "entry": own}
    files = {name: str(root / file) for name, file in suite.files.items()}
    return {"files": files, "texts": dict(suite.texts), "entry": entry}
