"""The processes of functions: warm, limited, and gone at the end."""

from __future__ import annotations

import json
import os
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from live_projects import Alive, alive, function, lambda_

PLACE = """
    import json, os, socket, pathlib, urllib.error, urllib.request
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
    def busy(event, context):
        import subprocess, time
        beside = subprocess.Popen(["sleep", "300"])
        pathlib.Path("/tmp/pids").write_text(f"{os.getpid()} {beside.pid}")
        time.sleep(300)
    def controls(event, context):
        found = []
        for way in ("functions", "fire", "//fire", "hops", "x/hops", "signer", "x/functions"):
            data = b"{}" if way.endswith(("fire", "functions")) else None
            try:
                urllib.request.urlopen(f"{os.environ['AWS_ENDPOINT_URL']}/_rehearsal/{way}", data, 5)
                found.append(200)
            except urllib.error.HTTPError as error:
                found.append(error.code)
        return {"answers": found}
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
NAMES = ("warm", "files", "outside", "ends", "controls", "prints")
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


def test_functions_cannot_steer_the_rehearsal(here: Alive) -> None:
    assert set(called(here, "controls")["answers"]) == {403}  # type: ignore[call-overload]
    assert here.of("invocation")


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
    _gone(int(str(pid)))


@pytest.mark.parametrize("way", ["it ends", "it is killed"])
def test_busy_processes_end_with_the_emulator(way: str, tmp_path: Path) -> None:
    block = lambda_("busy", timeout=300, entry="place.busy")
    with alive(tmp_path, block, {"place.py": PLACE}, function("busy", "place.py", "place.busy")) as here:
        here.client("lambda").invoke(FunctionName="busy", InvocationType="Event", Payload="{}")
        worker, beside = _started(here.running.port)
        emulator = _parent(worker)
        assert worker != emulator != os.getpid()
        if way == "it is killed":
            os.kill(emulator, signal.SIGKILL)
            # What functions start has this end only where the emulator comes to its own.
            os.kill(beside, signal.SIGKILL)
            _gone(worker)
    _gone(worker)
    _gone(beside)


def _started(port: int) -> tuple[int, int]:
    """The worker of the emulator with this port, and the process beside it."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        for path in Path(tempfile.gettempdir()).glob("scaffold-rehearse-*/**/pids"):
            worker, beside = map(int, path.read_text().split())
            settings = Path(f"/proc/{worker}/environ").read_bytes() if Path(f"/proc/{worker}").exists() else b""
            if f"127.0.0.1:{port}\0".encode() in settings:
                return worker, beside
        time.sleep(0.1)
    raise AssertionError("the function did not start")


def _parent(process: int) -> int:
    return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])


def _gone(process: int) -> None:
    end = time.monotonic() + 10
    while _lives(process):
        assert time.monotonic() < end, "it outlived the emulator"
        time.sleep(0.05)


def _lives(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
