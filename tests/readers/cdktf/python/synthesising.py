"""Run programs with the real library, all in one process: `synthesising.py cdktn`. Given folders with environments as
JSON on standard input; gives what each synthesised, or the error that it ended with."""

from __future__ import annotations

import importlib
import json
import os
import runpy
import sys
import traceback
from pathlib import Path
from typing import Any


def _to(app: Any, folder: Path) -> None:
    """Have an App synthesise to a folder of ours, with the context that is beside the program."""
    original = app.__init__

    def initialise(self: Any, **options: Any) -> None:
        file = folder / "cdktf.json"
        context = json.loads(file.read_text()).get("context") if file.is_file() else None
        options["context"] = {**(options.get("context") or {}), **(context or {})}
        options["outdir"] = str(folder / "cdktf.out")
        original(self, **options)

    app.__init__ = initialise
    app.__original__ = original


def _synthesised(library: Any, folder: Path, environment: dict[str, str]) -> dict[str, Any]:
    _to(library.App, folder)
    known = set(sys.modules)
    sys.path.insert(0, str(folder))
    os.environ.update(environment)
    os.chdir(folder)
    error = ""
    try:
        runpy.run_path(str(folder / "main.py"), run_name="__main__")
    except BaseException as raised:
        lines = str(raised).splitlines()
        error = f"{type(raised).__name__}: {lines[0] if lines else ''}"
        traceback.print_exc()
    finally:
        sys.path.remove(str(folder))
        library.App.__init__ = library.App.__original__
        for name in environment:
            del os.environ[name]
        for name in set(sys.modules) - known:
            file = getattr(sys.modules[name], "__file__", None) or ""
            if file.startswith(str(folder)):
                del sys.modules[name]
    found = {file.parent.name: json.loads(file.read_text()) for file in folder.glob("cdktf.out/stacks/*/cdk.tf.json")}
    return {"error": error, "stacks": found}


if __name__ == "__main__":
    package = importlib.import_module(sys.argv[1])
    programs = json.load(sys.stdin).items()
    print(json.dumps({folder: _synthesised(package, Path(folder), given) for folder, given in programs}))
