"""Synthesises one Python program, in a process of its own, and writes down what comes of it.

As `observe_python.py`, which stands beside this file, does with programs under mocks. The library's own process is
started before anything is refused: nothing else is. It refuses connections by itself.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

# It is no package: the two stand beside each other, wherever they are run.
beside = import_module("observe_python")
decoded, enclose, encoded = beside.decoded, beside.enclose, beside.encoded

#: What the library's process loads first.
DEAF = """\
const refused = () => {
  throw new Error('an observed program may not connect to anything');
};
require('net').Server.prototype.listen = refused;
require('dgram').Socket.prototype.send = refused;
require('dgram').Socket.prototype.bind = refused;
const { Socket } = require('net');
Socket.prototype.connect = refused;
globalThis.fetch = refused;
"""


def main() -> None:
    """Answer the request."""
    request = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    answer = Path(sys.argv[2])
    end = os._exit
    try:
        started = start(request)
        enclose(request["megabytes"])
        text = json.dumps(observed(request))
    except BaseException as error:
        text = json.dumps({"failure": f"{type(error).__name__}: {error}"})
        started = None
    del started
    answer.write_text(text, encoding="utf-8")
    end(0)  # whatever threads are still at work


def start(request: Mapping[str, Any]) -> Any:
    """Start the library's process; it goes on as long as what this gives is held."""
    deaf = Path(__file__).resolve().with_name("deaf.js")
    deaf.write_text(DEAF, encoding="utf-8")
    os.environ["NODE_OPTIONS"] = f'--max-old-space-size={request["megabytes"] * 2} --require "{deaf.as_posix()}"'
    place = import_module(f"{beside.SUPPORT}.kernel").place_for(Path(request["folder"]))
    place.__enter__()
    import_module("constructs")
    return place


def observed(request: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the program synthesises, as often as it is asked: starting is what takes long."""
    program, results = (import_module(f"{beside.SUPPORT}.{name}") for name in ("program", "results"))
    folder = Path(request["folder"])
    settings = results.Settings(
        folder=folder,
        program="" if request["export"] else request["module"],
        create=(lambda load, app: stack(load, app, request)) if request["export"] else None,
        main=folder / request["main"],
        library=request["library"],
        env=request["environment"],
        context=decoded(request["context"], {}),
    )
    sys.path.remove(str(Path(__file__).resolve().parent))
    return {"runs": [synthesised(program, results, settings) for _ in range(request["times"])]}


def synthesised(program: Any, results: Any, settings: Any) -> Mapping[str, Any]:
    """What one run of the program synthesises."""
    try:
        result = program.run(settings)
    except results.ProgramError as error:
        return {"failure": str(error)}
    return {
        "elements": [
            {
                "type": each.type,
                "path": each.path,
                "address": each.address,
                "configuration": encoded(each.configuration),
            }
            for each in result.elements
        ],
        "outputs": {name: encoded(block) for name, block in result.outputs.items()},
    }


def stack(load: Any, app: Any, request: Mapping[str, Any]) -> Any:
    """The stack, made with the arguments of the request."""

    def instance(file: str, name: str, members: Mapping[str, Any]) -> Any:
        path = os.path.relpath(Path(request["root"], file), request["folder"])
        return getattr(load(path), name)(**members)

    make = {"app": lambda _: app, "instance": instance}
    given = [decoded(each, make) for each in request["arguments"]]
    named = {name: decoded(each, make) for name, each in request["named"].items()}
    return getattr(load(request["module"]), request["export"])(*given, **named)


if __name__ == "__main__":
    main()
