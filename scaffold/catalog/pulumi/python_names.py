"""What Pulumi's SDKs for Python call things, where the package is not there to say it: `bucket_prefix` is
`bucketPrefix` on the wire, `pulumi_aws.lambda_` has what tokens call `aws:lambda/...`, `InstanceType.T3_MICRO` is
`t3.micro`.

Nearly all of it is a rule; `python_names.toml` has what is not, `python_defaults.json` what classes of arguments
fill in.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from scaffold.catalog.pulumi import enums, tokens
from scaffold.model.values import Value

_PACKAGE: Final = re.compile(r"pulumi_([a-z0-9_]+)")
_DATED: Final = re.compile(r"v\d{8}\w*")
_PROPERTY: Final = re.compile(r"[a-z_][a-z0-9_]*")
#: An instance type's family, whether it is a flexible one, and its size.
_INSTANCE: Final = re.compile(r"(?P<family>[A-Z]+\d*(?:_(?!X_)[A-Z](?=_)|[A-Z0-9]*))(?P<flex>_FLEX)?_(?P<size>\w+)")


def package_name(module: str) -> str | None:
    """The package that a Python module at the top is the SDK of: `azure-native` for `pulumi_azure_native`; nothing
    where its name does not say so."""
    found = _PACKAGE.fullmatch(module)
    return found[1].replace("_", "-") if found else None


def module_name(path: Sequence[str]) -> str:
    """A module's dotted name in tokens, by its path in the SDK: `lambda` for `("lambda_",)`."""
    return ".".join(step.removesuffix("_") for step in path)


def python_name(native: str) -> str:
    """What Python's SDKs call a property: `external_ips` for `externalIPs`."""
    name = re.sub(r"([A-Z])([A-Z]+)s(?![a-z])", lambda found: found[1] + found[2].lower() + "s", native)
    return tokens.words(re.sub(r"\W", "_", name))


def native_name(package: str, name: str, class_: str = "", around: str = "") -> str:
    """The name on the wire of a property: of the class of this name, or of what the property `around` it holds, where
    that matters."""
    own = _by_python_name(_facts(package).get("classes", {}).get(class_, ""))
    known = _names(package)
    return own.get(name) or known.get(f"{around}.{name}") or known.get(name) or _camel(name)


def is_property(name: str) -> bool:
    """Whether a key of a dictionary may be a property's name in Python's spelling: others are sent as they are."""
    return _PROPERTY.fullmatch(name) is not None


def keeps_keys(token: str, path: Sequence[str]) -> bool:
    """Whether a dictionary that a program gives at this place of a resource's inputs (names on the wire, without
    positions) is a map with keys of its own, not an object whose keys are properties."""
    if not path:
        return False
    package = token.partition(":")[0]
    if not _anything(package).isdisjoint(path):
        return True
    *above, name = path
    around = above[-1] if above else token.rpartition(":")[2]
    places = _places(package)
    return places.get(f"{around}.{name}", name in _maps(package))


def argument_defaults(package: str, path: Sequence[str]) -> Mapping[str, Value]:
    """What the class of arguments at a path in a package's SDK fills in where a program gives nothing, by Python's
    names. A dictionary in the place of an object of the class has none of it."""
    newest = ".".join(step for step in path if not _DATED.fullmatch(step))
    found: Mapping[str, Value] = _defaults().get(package, {}).get(newest, {})
    return found


def class_token(package: str, path: Sequence[str]) -> str:
    """The type token of the class at a path in a package's SDK."""
    return tokens.token(package, module_name(path[:-1]), path[-1])


def function_name(package: str, path: Sequence[str]) -> str:
    """A provider function's name in tokens: `getAmi` for `get_ami` and `get_ami_output`."""
    name = path[-1]
    plain = name if name in ("get_output", "list_output") else name.removesuffix("_output")
    known = _functions(package)
    return known.get(".".join((*path[:-1], plain))) or known.get(plain) or _camel(plain)


def function_token(package: str, path: Sequence[str]) -> str:
    """The token of the function at a path in a package's SDK, in either form."""
    return tokens.function_token(package, module_name(path[:-1]), function_name(package, path))


@cache
def enum_member(package: str, path: tuple[str, ...]) -> str | None:
    """The value of an enumeration's member at a path in a package's SDK; nothing where it is not known."""
    *module, enumeration, member = path if len(path) > 1 else ("", "", "")
    if not member:
        return None
    dotted = ".".join((*filter(None, (module_name(module),)), enumeration))
    native = _members(package, dotted).get(member.removesuffix("_"))
    if native is None and enums.rule(package, dotted) == "policy":
        native = _policy(package, member)
    elif native is None:
        native = _instance(member)
    return enums.enum_member(package, f"{dotted}.{native}") if native else None


def _instance(member: str) -> str | None:
    """An instance type's name in the form that the rule for enumerations reads."""
    parts = _INSTANCE.fullmatch(member)
    if parts is None:
        return None
    family = parts["family"].replace("_", "").capitalize()
    size = re.sub(r"_?X_LARGE$", "XLARGE", parts["size"])
    return f"{family}{(parts['flex'] or '').lower()}_{size}"


def _policy(package: str, member: str) -> str | None:
    """A managed policy's name: its words, with those in capitals that are acronyms."""
    facts = _facts(package).get("policies", {})
    known = _policies(package).get(member)
    if known:
        return known
    acronyms = _acronyms(package)
    return "".join(acronyms.get(word, word.capitalize()) for word in member.split("_")) if facts else None


def _camel(name: str) -> str:
    return tokens.camel(name.removesuffix("_"))


@cache
def _names(package: str) -> Mapping[str, str]:
    return _by_python_name(_facts(package).get("names", ""))


@cache
def _functions(package: str) -> Mapping[str, str]:
    return _by_python_name(_facts(package).get("functions", ""))


@cache
def _maps(package: str) -> frozenset[str]:
    return frozenset((_facts(package) or _facts("aws")).get("maps", "").split())


@cache
def _anything(package: str) -> frozenset[str]:
    return frozenset(_facts(package).get("anything", "").split())


@cache
def _places(package: str) -> Mapping[str, bool]:
    """Where a name is not what it is elsewhere: whether it is a map there."""
    rows = _facts(package).get("places", "").split()
    return {row.removesuffix("!"): not row.endswith("!") for row in rows}


@cache
def _members(package: str, enumeration: str) -> Mapping[str, str]:
    return {python_name(name).upper(): name for name in enums.members(package, enumeration)}


@cache
def _acronyms(package: str) -> Mapping[str, str]:
    words: str = _facts(package).get("policies", {}).get("acronyms", "")
    return {word.upper(): word for word in words.split()}


@cache
def _policies(package: str) -> Mapping[str, str]:
    names: str = _facts(package).get("policies", {}).get("names", "")
    return {python.upper(): name for python, name in _by_python_name(names).items()}


@cache
def _by_python_name(names: str) -> Mapping[str, str]:
    pairs = (row.rpartition("=") for row in names.split())
    return {python or python_name(native): native for python, _, native in pairs}


@cache
def _defaults() -> Mapping[str, Any]:
    facts = json.loads((Path(__file__).parent / "python_defaults.json").read_text(encoding="utf-8"))
    found: Mapping[str, Any] = facts["packages"]
    return found


def _facts(package: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = _every().get(package, {})
    return found


@cache
def _every() -> Mapping[str, Any]:
    return tomllib.loads((Path(__file__).parent / "python_names.toml").read_text(encoding="utf-8"))
