"""Runs one Python program under mocks, in a process of its own, and writes down what it registers.

The request is a JSON file, named first; the answer goes to the file named second. Beside this file stands
`observed_support/`, the support library of generated suites. Nothing gets out of here: no connection, no other process.
This file runs with the interpreter of the program, which may be an old one, and imports nothing of ours.
"""

from __future__ import annotations

import json
import math
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

SUPPORT = "observed_support"
CONNECTS = ("connect", "bind", "sendto", "sendmsg", "getaddrinfo", "gethostbyname", "gethostbyaddr", "getnameinfo")
STARTS = (
    "subprocess.Popen",
    "pty.spawn",
    "os.system",
    "os.exec",
    "os.fork",
    "os.forkpty",
    "os.posix_spawn",
    "os.spawn",
)
SIGNALS = ("os.kill", "os.killpg", "signal.pthread_kill")
#: What becomes of secrets, outputs and objects in a request.
Makers = Mapping[str, Callable[..., Any]]


def main() -> None:
    """Answer the request."""
    request = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    answer = Path(sys.argv[2])
    end = os._exit
    enclose(request["megabytes"])
    try:
        text = json.dumps(observed(request))
    except BaseException as error:
        text = json.dumps({"failure": f"{type(error).__name__}: {error}"})
    answer.write_text(text, encoding="utf-8")
    end(0)  # whatever threads are still at work


def enclose(megabytes: int) -> None:
    """Let nothing out of this process, and no more memory into it."""

    refused = {
        **dict.fromkeys((f"socket.{event}" for event in CONNECTS), refusal("connect to anything")),
        **dict.fromkeys(STARTS, refusal("start other programs")),
        **dict.fromkeys(SIGNALS, refusal("send signals")),
    }

    def hear(event: str, _arguments: object) -> None:
        if event in refused:
            refused[event]()

    sys.addaudithook(hear)
    # Of these no hook is told.
    unheard = [("os", "_exit", "end the process"), ("os", "abort", "end the process"),
               ("_posixsubprocess", "fork_exec", "start other programs")]  # fmt: skip
    for module, name, what in unheard:
        with suppress(ImportError):  # not all of them are there on Windows
            setattr(import_module(module), name, refusal(what))
    try:
        import resource
    except ImportError:  # there is none on Windows
        return
    resource.setrlimit(resource.RLIMIT_DATA, (megabytes << 20, megabytes << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def refusal(what: str) -> Callable[..., None]:
    """A function in the place of one that does what no observed program may do."""

    def refuse(*_: object) -> None:
        raise PermissionError(f"an observed program may not {what}")

    return refuse


def observed(request: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the program registers and exports."""
    sys.path.insert(0, str(Path(__file__).resolve().parent))
    program, results, values = (import_module(f"{SUPPORT}.{name}") for name in ("python_program", "results", "values"))
    sys.path.pop(0)
    try:
        result = program.run(settings(request, results.Settings, values.secret))
    except results.ProgramError as error:
        return {"failure": str(error)}
    return {
        "registrations": [
            {
                "type": each.type,
                "name": each.name,
                "kind": each.kind,
                "urn": each.urn,
                "parent": each.parent,
                "id": each.given,
                "inputs": encoded(each.inputs)["map"],
                "options": encoded(each.options)["map"],
            }
            for each in result.registrations
        ],
        "exports": encoded(result.exports)["map"],
        "unanswered": result.unanswered,
    }


def settings(request: Mapping[str, Any], make: Callable[..., Any], secret: Callable[[Any], Any]) -> Any:
    """What the support library is told."""
    folder, plain = Path(request["folder"]), {"secret": secret}
    return make(
        folder=folder,
        program="" if request["export"] else request["module"],
        create=(lambda load: component(load, request)) if request["export"] else None,
        main=folder / request["main"],
        project=request["project"],
        stack=request["stack"],
        organization=request["organization"],
        config={name: decoded(value, plain) for name, value in request["config"].items()},
        env=request["environment"],
        outputs={token: decoded(named, plain) for token, named in request["outputs"].items()},
    )


def component(load: Callable[[str], Any], request: Mapping[str, Any]) -> Any:
    """The component, made with the arguments of the request."""
    sdk = import_module("pulumi")

    def instance(file: str, name: str, members: Mapping[str, Any]) -> Any:
        path = os.path.relpath(Path(request["root"], file), request["folder"])
        return getattr(load(path), name)(**members)

    make = {"secret": sdk.Output.secret, "output": sdk.Output.from_input, "instance": instance}
    given = [decoded(each, make) for each in request["arguments"]]
    named = {name: decoded(each, make) for name, each in request["named"].items()}
    return getattr(load(request["module"]), request["export"])(*given, **named)


def decoded(value: Any, make: Makers) -> Any:
    """What a request holds beside plain JSON."""
    if isinstance(value, list):
        return [decoded(item, make) for item in value]
    if not isinstance(value, dict):
        return value
    if "map" in value:
        return {key: decoded(item, make) for key, item in value["map"].items()}
    ((mark, held),) = value.items()
    if mark == "instance":
        file, name, members = held
        return make[mark](file, name, decoded(members, make))
    return make[mark](decoded(held, make))


def encoded(value: Any) -> Any:
    """A value as JSON: lists as they are, everything else that is no plain value with a mark of its kind."""
    kind = type(value).__name__
    if isinstance(value, float) and not math.isfinite(value):
        return {"other": "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"}
    if isinstance(value, list):
        items = [encoded(item) for item in value]
        return {"json": items} if kind == "JsonArray" else items
    if isinstance(value, dict):
        members = {"map": {str(key): encoded(item) for key, item in value.items()}}
        return {"json": members} if kind == "JsonObject" else members
    if kind == "Secret":
        return {"secret": encoded(value.value)}
    if kind == "ResourceReference":
        return {"resource": [value.type, value.name]}
    if kind.endswith(("Asset", "Archive")):
        (of,) = vars(value).values()
        return {"kind": kind, "of": encoded(of)}
    return value


if __name__ == "__main__":
    main()
