"""What stands in for a value that is not given, as it is written behind the place where the value is read."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from scaffold.readers.deploying.sources import Sources
from scaffold.readers.programs.values import MISSING

#: So many characters behind the place where a value is read are looked at.
_NEAR: Final = 400
#: What stands in for a value that is not given, behind the place where it is read.
_DEFAULT: Final = re.compile(
    r"(?:new\s+)?[\w$.]+(?:\([^()]*\))?(?:\.[\w$]+|\[[^\]\n]*\]|<[^<>()\n]*>|!)*(?:\([^()]*\))?\s*\)?\s*(?:\|\||\?\?|or\b)\s*"
    r"(?:\"(?P<double>[^\"\\\n]*)\"|'(?P<single>[^'\\\n]*)'|`(?P<back>[^`\\$\n]*)`"
    r"|(?P<number>-?\d+(?:\.\d+)?)\b|(?P<word>[Tt]rue|[Ff]alse)\b)"
)


def written_defaults(sources: Sources) -> Callable[[str, int], Any]:
    """The literal behind what is read at an offset of a file (`process.env.SIZE ?? 3`); `MISSING` without one."""

    def default(file: str, at: int) -> Any:
        module = sources.module(file)
        found = _DEFAULT.match(module.text, at, at + _NEAR) if module is not None else None
        if found is None:
            return MISSING
        text = next((found[name] for name in ("double", "single", "back") if found[name] is not None), None)
        if text is not None:
            return text
        if found["word"]:
            return found["word"].lower() == "true"
        return float(found["number"]) if "." in found["number"] else int(found["number"])

    return default
