"""Whether a function can load: its handler, the modules that it imports, and the variables that it reads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from scaffold.catalog.functions import is_foreign, is_plain, is_provided, runtime_has
from scaffold.model.functions import Code, Dependency, Function
from scaffold.plan.handlers.findings.base import Ground, Remark, blocks, read_code

#: Packages of which all that is in them is known.
_OPEN = frozenset({"folder", "file", "archive", "zip", "inline"})
#: The files that functions of a language are loaded from.
_ENDINGS: Mapping[str, tuple[str, ...]] = {
    "python": (".py",),
    "javascript": (".js", ".mjs", ".cjs", ".ts", ".mts", ".cts"),
}
#: What libraries bring along that are packed with a function.
_BROUGHT = re.compile(
    r"[^/]+\.(?:dist|egg)-info/|node_modules/|(?:certifi|charset_normalizer|idna|requests|urllib3|numpy|yaml)/"
    r"|(?:six|typing_extensions)\.py$"
)
#: Words in the names of variables and settings that say nothing of which is which.
_PLAIN_WORDS = frozenset({"arn", "aws", "bucket", "id", "name", "queue", "table", "topic", "url"})
#: A program that runs before the function, and may set variables and paths for it.
_WRAPPER = "AWS_LAMBDA_EXEC_WRAPPER"


def handler(function: Function, _ground: Ground) -> Iterator[Remark]:
    """A handler that does not resolve in what is packaged."""
    code = function.code
    if code is not None and code.problem and _is_source(function):
        hint = "Correct the handler, or what is packaged: it names a file of the package and a function in it."
        sentence = f"{function.title} cannot be called: {code.problem}"
        yield Remark("lambda-handler", sentence, function.position, hint)


def _is_source(function: Function) -> bool:
    """Whether what is packaged is there to be read: nothing that a build makes from what is."""
    package, endings = function.package, _ENDINGS.get(function.language, ())
    return package.kind in _OPEN and not package.reason and any(path.endswith(endings) for path in package.files)


def imports(function: Function, _ground: Ground) -> Iterator[Remark]:
    """Modules that are imported and not there once the function is deployed."""
    code = read_code(function)
    if code is None or function.layers or function.package.kind not in _OPEN or _wrapped(function):
        return
    said: set[str] = set()
    for dependency in code.dependencies:
        if dependency.name in said or dependency.optional:
            continue
        reason = _lacking(dependency, function)
        if reason:
            said.add(dependency.name)
            sentence = f"{function.title} imports {dependency.module}, {reason}"
            yield Remark("lambda-imports", sentence, dependency.position, _remedy(dependency))


def _lacking(dependency: Dependency, function: Function) -> str:
    """Why a module is not there, as the end of a sentence; empty where it is, or may be."""
    if dependency.kind == "unresolved":
        return "which is not in its package" if not function.package.reason else ""
    if dependency.kind not in ("package", "runtime") or dependency.packaged:
        return ""
    if _is_vendored(dependency, function):
        return ""
    module = dependency.module if dependency.module.startswith("@") else dependency.module.partition(".")[0]
    had = runtime_has(module, function.runtime)
    if had is False and not _installed(dependency, function):
        return f"which {function.runtime} does not have and its package does not either"
    if dependency.kind == "runtime" or had or function.package.reason or _installed(dependency, function):
        return ""
    return "which is not in its package"


def _is_vendored(dependency: Dependency, function: Function) -> bool:
    """Whether what imports a module may be a library that was packed along: those come with what they need."""
    own = function.code.file if function.code else ""
    return dependency.position.file != own and any(_BROUGHT.match(path) for path in function.package.files)


def _installed(dependency: Dependency, function: Function) -> bool:
    """Whether somebody may install a module into the package before it is packed: what declares it is there too."""
    folder = function.package.folder
    if not dependency.declared or function.package.kind in ("file", "inline"):
        return False
    return folder in ("", ".") or dependency.declared.startswith(f"{folder}/")


def _remedy(dependency: Dependency) -> str:
    if dependency.kind == "unresolved":
        return "Package the file that is imported, or correct the path."
    return f"Install {dependency.name or dependency.module} into the folder that is packaged, or give it a layer."


def variables(function: Function, ground: Ground) -> Iterator[Remark]:
    """Variables that the code cannot do without and nobody sets."""
    code = read_code(function)
    if code is None or not function.environment_known or _wrapped(function) or _is_open(function, ground):
        return
    given = {variable.name for variable in function.environment}
    said: set[str] = set()
    for read in code.environment:
        known = read.name in given | said or read.name == "*" or is_provided(read.name)
        if read.required and not known and not _may_be_set(read.name, function, ground):
            said.add(read.name)
            when = "when it is loaded" if read.at_import else "when it is called"
            hint = f"Set {read.name} in the environment of {function.title}{_near(read.name, given)}."
            sentence = f"{function.title} needs the variable {read.name} {when}, and nothing sets it"
            yield Remark("lambda-variables", sentence, read.position, hint)


def _is_open(function: Function, ground: Ground) -> bool:
    """Whether a program sets variables that nobody can list: in a loop over what is not known."""
    resource = ground.resource(function.address)
    declared = resource is not None and bool(resource.attributes.get("environment"))
    return function.platform != "terraform" and declared and not function.environment


def _may_be_set(name: str, function: Function, ground: Ground) -> bool:
    """Whether a variable may come from an optional setting: one that is not set leaves nothing behind."""
    if function.platform != "pulumi":
        return False
    words = set(name.lower().split("_")) - _PLAIN_WORDS
    given = (parameter for project in ground.projects for parameter in project.parameters)
    unset = [parameter.name for parameter in given if parameter.value is None and not parameter.required]
    return any(words & set(re.sub(r"(?<=[a-z0-9])(?=[A-Z])|\W", "_", each).lower().split("_")) for each in unset)


def _near(name: str, given: set[str]) -> str:
    """What to say of a variable that is set and looks like the one that is not."""
    plain = name.replace("_", "").lower()
    likely = [
        other
        for other in sorted(given)
        if (short := other.replace("_", "").lower()) and (short in plain or plain in short)
    ]
    return f", where {likely[0]} is set" if likely else ""


def _wrapped(function: Function) -> bool:
    return any(variable.name == _WRAPPER for variable in function.environment)


def unread(function: Function, ground: Ground) -> Iterator[Remark]:
    """Variables that are set and that no code reads, that of other functions with the same environment neither."""
    code = read_code(function)
    if code is None or any(dependency.kind == "unresolved" for dependency in code.dependencies):
        return
    unseen = bool(function.layers or function.package.reason)
    foreign = unseen or any(_may_read(dependency) for dependency in code.dependencies)
    for variable in function.environment:
        names_resource = bool(blocks(variable.value) & ground.by_block.keys())
        known = _reads(variable.name, code) or is_foreign(variable.name)
        if known or (foreign and not names_resource):
            continue
        if not _read_elsewhere(variable.name, function, ground):
            sentence = f"{function.title} is given the variable {variable.name}, which its code never reads"
            hint = f"Take {variable.name} out of its environment, or read it."
            yield Remark("lambda-unread-variables", sentence, variable.position, hint)


def _reads(name: str, code: Code) -> bool:
    """Whether code reads a variable, or may: it has the name in it, or names that nobody knows."""
    return name in code.constants or any(read.name in (name, "*") for read in code.environment)


def _may_read(dependency: Dependency) -> bool:
    return dependency.kind == "package" and not is_plain(dependency.name or dependency.module)


def _read_elsewhere(name: str, function: Function, ground: Ground) -> bool:
    """Whether a function that is set the same variable at the same place reads it, or may."""
    place = next(variable.position for variable in function.environment if variable.name == name)
    others = (
        other
        for other in ground.functions
        if other is not function and any((each.name, each.position) == (name, place) for each in other.environment)
    )
    return any((code := read_code(other)) is None or _reads(name, code) for other in others)
