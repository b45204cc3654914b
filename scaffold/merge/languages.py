"""Which language a file is in, by its ending."""

from __future__ import annotations

from scaffold.merge.units import Language

_SCRIPTS = {".js": "js", ".cjs": "js", ".mjs": "js", ".jsx": "js", ".ts": "ts", ".mts": "ts", ".cts": "ts"}


def language_of(path: str) -> Language | None:
    """The language of a file that can be merged by units, or nothing. Its parser is only imported here."""
    if path.endswith(".py"):
        from scaffold.merge.python import PYTHON

        return PYTHON
    if path.endswith(".hcl"):
        from scaffold.merge.hcl import HCL

        return HCL
    kind = _SCRIPTS.get(path[path.rfind(".") :])
    if kind is None:
        return None
    from scaffold.merge.script import JAVASCRIPT, TYPESCRIPT

    return TYPESCRIPT if kind == "ts" else JAVASCRIPT
