"""The Node process in which the library's own code runs: started once a session, ended without waiting for it."""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .results import FOREIGN

#: The process goes to the folder of the program before it asks where it is. Terraform, whose version some constructs
#: ask for, counts as there. Archives of assets stay empty, which other processes would be started for.
_FOLLOW = """\
const processes = require("child_process");
const fs = require("fs");
const path = require("path");

const FOLDER = %s;
const { execSync } = processes;
processes.execSync = (command, ...rest) => {
  if (/ version$/.test(command)) return Buffer.from("1.99.0");
  const [, archive = ""] = /^node \\S+fs\\.js \\S+ (\\S+)$/.exec(command) || [];
  if (!archive.startsWith(path.join(FOLDER, "apps"))) return execSync(command, ...rest);
  fs.writeFileSync(archive, "");
  return "";
};

const { cwd } = process;
let last = "";
const follow = () => {
  try {
    const folder = fs.readFileSync(path.join(FOLDER, "working"), "utf8");
    if (folder && folder !== last) {
      process.chdir(folder);
      last = folder;
    }
  } catch {
    // It stays where it is.
  }
  return cwd.call(process);
};
// Others would put something in its place that remembers the folder.
Object.defineProperty(process, "cwd", { get: () => follow, set() {} });
"""
#: What the process is told: nothing about its age, and to note nowhere where each value comes from, which takes long.
_SETTINGS = {
    **{
        f"JSII_SILENCE_WARNING_{what}_NODE_VERSION": ",".join(map(str, range(12, 100)))
        for what in ("END_OF_LIFE", "DEPRECATED", "KNOWN_BROKEN", "UNTESTED")
    },
    "CDKTN_DISABLE_CREATION_STACK": "1",
}
#: Where the other suites of a session find the process.
_SHARED = "_process_of_suites"


class Kernel:
    """The process, and the folder for all that it puts somewhere."""

    def __init__(self) -> None:
        self.folder = Path(os.path.realpath(tempfile.mkdtemp(prefix="synthesis-")))
        self.process: Any = None
        atexit.register(self.end)

    def start(self, working: Path) -> None:
        """Starts the process; what it is told is not what the program sees."""
        from jsii import kernel

        follow = self.folder / "follow.js"
        follow.write_text(_FOLLOW % json.dumps(str(self.folder)), encoding="utf-8")
        self.go_to(working)
        required = f'--require "{follow.as_posix()}"'
        options = " ".join(each for each in (os.environ.get("NODE_OPTIONS"), required) if each)
        before = dict(os.environ)
        for name in before:
            if name.startswith(FOREIGN):
                del os.environ[name]
        os.environ.update({**_SETTINGS, "NODE_OPTIONS": options, "TMPDIR": str(self.folder)})
        try:
            self.process = getattr(getattr(kernel.provider, "_process", None), "_process", None)
        finally:
            os.environ.clear()
            os.environ.update(before)

    def go_to(self, working: Path) -> None:
        """Makes this the working folder of the process."""
        (self.folder / "working").write_text(str(working), encoding="utf-8")

    def end(self) -> None:
        """Ends the process, which would take seconds to do so itself, and removes the folder."""
        if self.process is not None:
            with contextlib.suppress(Exception):
                # Then nothing is written to it any more, either.
                self.process.stdin.close()
                self.process.kill()
                self.process.wait(5)
        shutil.rmtree(self.folder, ignore_errors=True)


def started(working: Path) -> Kernel:
    """The process, which is started if need be. One that somebody else has started is left as it is."""
    theirs = "jsii" in sys.modules
    import jsii

    kernel: Kernel | None = getattr(jsii, _SHARED, None)
    if kernel is None:
        kernel = Kernel()
        setattr(jsii, _SHARED, kernel)
        if not theirs:
            kernel.start(working)
    return kernel


@contextlib.contextmanager
def place_for(working: Path) -> Iterator[Path]:
    """A new folder to write to, with the process running and this its working folder."""
    kernel = started(working)
    kernel.go_to(working)
    apps = kernel.folder / "apps"
    apps.mkdir(exist_ok=True)
    place = Path(tempfile.mkdtemp(dir=apps))
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)
        kernel.go_to(Path.cwd())
