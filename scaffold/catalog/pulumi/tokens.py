"""Type tokens: what Pulumi calls a resource type (`aws:dynamodb/table:Table`), and its canonical type
(`aws_dynamodb_table`). Most of it is a rule; `types.toml` has what is not."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

_VERSION: Final = re.compile(r"v\d+(?:p\d+)?(?:(?:alpha|beta)\d+)?(?:preview|privatepreview)?")
#: Functions that a package calls without a verb, and the token like a class.
_NOUNS: Final = {("aws", "resourceexplorer", "search"): "Search",
                 ("gcp", "compute", "routerStatus"): "RouterStatus"}  # fmt: skip
_DATED: Final = re.compile(r"v\d{8}\w*")


@dataclass(frozen=True, slots=True)
class _Parts:
    """A token, taken apart: `version` is that of an API (`v1`), where the token has one."""

    package: str
    module: str
    name: str
    version: str = ""


def token(package: str, module: str, name: str) -> str:
    """The token of a package's class: `package` is the npm package's name without its scope, `module` has dots as the
    program writes it (empty for the package itself)."""
    if name == "Provider" and not module:
        return f"pulumi:providers:{package}"
    if _package(package).get("style") == "plain":
        return f"{package}:{_plain_module(package, module)}:{name}"
    return f"{package}:{_bridged_module(package, module)}/{_lower_first(name)}:{name}"


def function_token(package: str, module: str, name: str) -> str:
    """The token of a package's function, which `name` may call in the form that takes and gives outputs."""
    name = function_name(name)
    if _package(package).get("style") == "plain":
        return f"{package}:{_plain_module(package, module)}:{name}"
    return f"{package}:{_bridged_module(package, module)}/{name}:{_NOUNS.get((package, module, name), name)}"


def function_name(name: str) -> str:
    """A provider function's name without the ending of its form for outputs: `getRegion` for `getRegionOutput`."""
    plain = name.removesuffix("Output")
    return name if plain in ("", "get", "list") else plain


@cache
def canonical_type(token: str) -> str:
    """The canonical type of a token; a rule gives it for packages and types that nothing is known of."""
    parts = _parts(token)
    return _canonical(parts, "types", parts.name)


@cache
def canonical_data_type(token: str) -> str:
    """The canonical type of the data source that a function is, by its token."""
    parts = _parts(token)
    known = _package(parts.package).get("functions", {}).get(f"{parts.module}.{parts.name}")
    if known:
        return f"{_prefix(parts.package)}_{known}"
    noun = re.sub(r"^(get|list)(?=[A-Z])", "", parts.name)
    return _canonical(parts, "types", noun[:1].upper() + noun[1:])


@cache
def native_token(type_: str) -> str:
    """The token of a canonical type, in its newest spelling; empty where no package has such types."""
    for package, facts in _packages().items():
        prefix = f"{facts['prefix']}_"
        if type_.startswith(prefix) and facts.get("style") != "plain":
            return _native(package, type_.removeprefix(prefix))
    package, _, rest = type_.partition("_")
    return token(package, "", _class(rest if package not in _SELF_NAMED else type_)) if rest else ""


@cache
def package_of(type_: str) -> str:
    """The Pulumi package that has a canonical type, by the longest prefix: `gcp` for `google_storage_bucket`."""
    found = [(len(facts["prefix"]), package) for package, facts in _packages().items()
             if type_.startswith(f"{facts['prefix']}_")]  # fmt: skip
    return max(found)[1] if found else type_.partition("_")[0]


def words(name: str) -> str:
    """A class's name in snake_case: acronyms stay whole (`HTTPProxy` is `http_proxy`)."""
    parted = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1_\2", name)
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", parted).lower()


def camel(name: str) -> str:
    """A name of snake_case in camelCase."""
    first, *rest = name.split("_")
    return first + "".join(word[:1].upper() + word[1:] for word in rest)


#: Packages whose classes begin with the package's own name, and are called so: `random_password` for `RandomPassword`.
_SELF_NAMED: Final = frozenset({"random"})


def _canonical(parts: _Parts, table: str, name: str) -> str:
    facts, prefix = _package(parts.package), _prefix(parts.package)
    known = facts.get(table, {}).get(f"{parts.module}.{name}")
    if known:
        return known[1:] if known.startswith("=") else f"{prefix}_{known}"
    if facts.get("style") == "plain" and parts.package == "kubernetes":
        return f"{prefix}_{words(name)}"
    spelled = _by_rule(facts, parts.module, name)
    return spelled if spelled.startswith(f"{prefix}_") and parts.module == "index" else f"{prefix}_{spelled}"


def _by_rule(facts: Mapping[str, Any], module: str, name: str) -> str:
    if module == "s3" and name.endswith("V2"):  # the names of version 6
        name = name[:-2]
    whole = f"{module}.{name}"
    for start, means in _starts(facts["prefix"]) if facts else ():
        if whole.startswith(start):
            rest = whole[len(start) :]
            return means + ("_" if rest[:1].isupper() else "") + words(rest)
    lead = "" if module == "index" else facts.get("modules", {}).get(module, module.replace("/", "_").replace("-", "_"))
    return "_".join(word for word in (lead, words(name)) if word)


def _native(package: str, rest: str) -> str:
    known = _package(package).get("back", {}).get(rest) or _inverse(package).get(rest)
    if known:
        module, _, name = known.rpartition(".")
        return token(package, module, name)
    for lead, module, start in _leads(package):
        if rest.startswith(lead) and len(rest) > len(lead):
            return token(package, module, start + _class(rest[len(lead) :].strip("_")))
    module, _, name = rest.partition("_")
    return token(package, module, _class(name or module))


@cache
def _inverse(package: str) -> Mapping[str, str]:
    types: Mapping[str, str] = _package(package).get("types", {})
    return {means: name for name, means in reversed(list(types.items()))}


@cache
def _leads(package: str) -> tuple[tuple[str, str, str], ...]:
    """How canonical types begin, longest first, with the module and the beginning of the class that it means."""
    facts = _package(package)
    starts = ((f"{means}_", *start.split(".")) for start, means in facts.get("starts", {}).items())
    modules = ((f"{means}_" if means else "", module, "") for module, means in facts.get("modules", {}).items())
    own = ((f"{module}_", module, "") for module in facts.get("own", "").split())
    every = sorted((*own, *starts, *modules), key=lambda lead: -len(lead[0]))
    return tuple(every)


def _parts(token: str) -> _Parts:
    package, _, rest = token.partition(":")
    if package == "pulumi" and rest.startswith("providers:"):
        return _Parts(rest.partition(":")[2], "index", "Provider")
    module, _, name = rest.rpartition(":")
    folder, _, last = module.partition("/")
    if _VERSION.fullmatch(last) or _DATED.fullmatch(last):
        return _Parts(package, _group(package, folder), name, last)
    plain = _package(package).get("style") == "plain"
    return _Parts(package, _group(package, module if plain else module.rpartition("/")[0] or module) or "index", name)


def _group(package: str, name: str) -> str:
    groups: Mapping[str, str] = _package(package).get("groups", {})
    return next((short for short, long in groups.items() if long == name), name)


def _bridged_module(package: str, module: str) -> str:
    found: str = _package(package).get("groups", {}).get(module, module)
    return found.replace(".", "/") or "index"


def _plain_module(package: str, module: str) -> str:
    if not module:
        return "index"
    head, *rest = module.split(".")
    return "/".join((_package(package).get("groups", {}).get(head, head), *rest))


def _class(name: str) -> str:
    return "".join(word[:1].upper() + word[1:] for word in name.split("_"))


def _lower_first(name: str) -> str:
    return name[:1].lower() + name[1:]


def _prefix(package: str) -> str:
    return str(_package(package).get("prefix") or package.replace("-", "_"))


@cache
def _starts(prefix: str) -> tuple[tuple[str, str], ...]:
    facts = next(facts for facts in _packages().values() if facts["prefix"] == prefix)
    return tuple(sorted(facts.get("starts", {}).items(), key=lambda row: -len(row[0])))


def _package(package: str) -> Mapping[str, Any]:
    return _packages().get(package, {})


@cache
def _packages() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads((Path(__file__).parent / "types.toml").read_text(encoding="utf-8"))
