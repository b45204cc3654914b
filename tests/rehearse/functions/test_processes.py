"""The processes of functions: warm, limited, and gone at the end."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from live_projects import Alive, alive, function, lambda_

PLACE = """
    import json, os, socket, pathlib, urllib.request
    count = 0
    def warm(event, context):
        global count
        count += 1
        return {"count": count, "pid": os.getpid()}
    def files(event, context):
        place = pathlib.Path("/tmp/rehearsal-made-by-a-function/a.txt")
        place.parent.mkdir(exist_ok=True)
        place.write_text("kept")
        with open("/tmp/rehearsal-made-by-a-function/a.txt") as file:
            return {"text": file.read(), "there": os.listdir("/tmp/rehearsal-made-by-a-function"),
                    "beside": pathlib.Path("beside.txt").read_text()}
    def outside(event, context):
        found = {}
        try:
            open(event["path"], "w")
        except OSError as error:
            found["file"] = type(error).__name__
        try:
            socket.create_connection(("192.0.2.1", 80), timeout=2)
        except OSError as error:
            found["network"] = type(error).__name__
        return found
    def ends(event, context):
        os._exit(3)
    def prints(event, context):
        print("no line end", end="")
        return {"variable": os.environ["OWN"], "mark": "_REHEARSAL_MARK" in os.environ}
"""
SCRIPT = """
    const fs = require('fs');
    exports.files = async () => {
      fs.mkdirSync('/tmp/rehearsal-made-by-a-script', { recursive: true });
      await fs.promises.writeFile('/tmp/rehearsal-made-by-a-script/a.txt', 'kept');
      const found = { text: fs.readFileSync('/tmp/rehearsal-made-by-a-script/a.txt', 'utf8') };
      try { fs.writeFileSync('/var/rehearsal', 'x'); } catch (error) { found.code = error.code; }
      return found;
    };
"""
NAMES = ("warm", "files", "outside", "ends", "prints")
OWN = 'environment {\n variables = { OWN = "yes" }\n }'


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Alive]:
    functions = [function(name, "place.py", f"place.{name}") for name in NAMES]
    files = function("files", "place.py", "place.files")
    beside = type(files.package)(
        "folder", {**files.package.files, "beside.txt": type(next(iter(files.package.files.values())))("", "beside")},
        files.package.position,
    )  # fmt: skip
    from dataclasses import replace

    functions[1] = replace(files, package=beside)
    script = function("script", "script.js", "script.files", "javascript")
    blocks = "".join(lambda_(name, entry=f"place.{name}", more=OWN) for name in NAMES)
    blocks += lambda_("script", runtime="nodejs20.x", entry="script.files")
    with alive(
        tmp_path_factory.mktemp("processes"), blocks, {"place.py": PLACE, "script.js": SCRIPT}, *functions, script
    ) as found:
        yield found


def called(here: Alive, name: str, **event: object) -> dict[str, object]:
    answer = here.client("lambda").invoke(FunctionName=name, Payload=json.dumps(event))
    found: dict[str, object] = json.loads(answer["Payload"].read())
    return found


def test_a_process_is_used_again(here: Alive) -> None:
    one, other = called(here, "warm"), called(here, "warm")
    assert (one["count"], other["count"], one["pid"]) == (1, 2, other["pid"])


def test_temporary_files_are_in_a_folder_of_its_own(here: Alive) -> None:
    assert called(here, "files") == {"text": "kept", "there": ["a.txt"], "beside": "beside"}
    found = called(here, "script")
    assert (found["text"], found["code"] in ("EACCES", "EPERM")) == ("kept", True)
    assert not [each for each in os.listdir("/tmp") if each.startswith("rehearsal-made-by")]


def test_nothing_is_written_or_reached_outside(here: Alive, tmp_path: Path) -> None:
    found = called(here, "outside", path=f"/var/{tmp_path.name}")
    assert found["file"] == "PermissionError"
    assert found["network"] in ("PermissionError", "OSError", "ConnectionRefusedError")


def test_one_that_ends_is_started_anew(here: Alive) -> None:
    for _ in range(2):
        assert called(here, "ends")["errorType"] == "Runtime.ExitError"


def test_what_is_printed_is_logged_and_its_own_variables_are_there(here: Alive) -> None:
    assert called(here, "prints") == {"variable": "yes", "mark": False}
    (hop,) = (each for each in here.of("invocation") if each["function"] == "prints")
    assert hop["logs"] == "no line end\n"


def test_processes_end_with_the_rehearsal(tmp_path: Path) -> None:
    with alive(
        tmp_path, lambda_("warm", entry="place.warm"), {"place.py": PLACE}, function("warm", "place.py", "place.warm")
    ) as here:
        pid = called(here, "warm")["pid"]
        assert Path(f"/proc/{pid}").exists()
    end = time.monotonic() + 10
    while Path(f"/proc/{pid}").exists() and time.monotonic() < end:
        time.sleep(0.05)
    assert not Path(f"/proc/{pid}").exists()
