"""The emulator: moto's server in a child process, on loopback, gone when the rehearsal is."""

from __future__ import annotations

import contextlib
import http.client
import importlib.util
import json
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import IO, Any

from scaffold.diagnostics import Diagnostic, RefusedError, Severity
from scaffold.rehearse.environment import clean

#: What the emulator is made of; without one of them there is no rehearsal.
_PACKAGES = ("moto", "boto3", "flask", "flask_cors")
#: Functions and batch jobs run no containers, state machines do run; see moto's documentation of its settings.
_CONFIGURATION = {
    "lambda": {"use_docker": False},
    "batch": {"use_docker": False},
    "stepfunctions": {"execute_state_machine": True},
}
_REGION = "us-east-1"
_PATIENCE = 60.0


class EmulatorError(RefusedError):
    """There is no emulator: it is not installed, or it did not start."""

    def __init__(self, summary: str, hint: str, detail: str = "") -> None:
        super().__init__(Diagnostic(Severity.ERROR, "no-emulator", summary, detail=detail, hint=hint))


@dataclass(frozen=True)
class Emulator:
    """A running emulator. Its clients have credentials that no cloud knows, and reach nothing else."""

    port: int
    _clients: dict[tuple[str, str], Any] = field(default_factory=dict, repr=False)

    @property
    def endpoint(self) -> str:
        """Where it answers. The number and not `localhost`: names of buckets go before a host's name."""
        return f"http://127.0.0.1:{self.port}"

    @cached_property
    def _session(self) -> Any:
        import boto3

        return boto3.Session("rehearsal", "rehearsal", region_name=_REGION)

    def client(self, service: str, region: str) -> Any:
        """The client of a service (boto3's name) in a region."""
        known = self._clients.get((service, region))
        if known is None:
            from botocore.config import Config

            settings = Config(
                retries={"total_max_attempts": 1},
                connect_timeout=5,
                read_timeout=60,
                proxies={},
                # Hosts like api.pricing... or the id of a distribution before the name lead nowhere on loopback.
                inject_host_prefix=False,
                s3={"addressing_style": "path"},
            )
            known = self._session.client(service, region, endpoint_url=self.endpoint, config=settings)
            self._clients[service, region] = known
        return known

    def ask(self, method: str, path: str, document: Any = None) -> tuple[int, str]:
        """What the emulator's own interface (`/moto-api/...`) answers: status and text."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            body = None if document is None else json.dumps(document).encode()
            connection.request(method, path, body, {"Content-Type": "application/json"} if body else {})
            answer = connection.getresponse()
            return answer.status, answer.read().decode("utf-8", "replace")
        finally:
            connection.close()


def missing_packages(find: Callable[[str], object] = importlib.util.find_spec) -> tuple[str, ...]:
    """What has to be installed before there is an emulator."""
    return tuple(name for name in _PACKAGES if find(name) is None)


@contextlib.contextmanager
def emulator(
    command: tuple[str, ...] = (), patience: float = _PATIENCE, *, functions: bool = False
) -> Iterator[Emulator]:
    """A running emulator, stopped whatever happens. Raises `EmulatorError`.

    `command` runs it, and is this interpreter with `serving.py` where nothing is said. `functions`: those that it is
    told of run (see `functions`).
    """
    missing = missing_packages()
    if missing and not command:
        summary = f"rehearsing needs an emulator, and {' and '.join(missing)} cannot be imported here"
        raise EmulatorError(summary, "Install it with: pip install 'scaffold[rehearse]'")
    # -P: the modules beside serving.py are ours, and none that moto asks for by such a name.
    words = command or (sys.executable, "-P", str(Path(__file__).with_name("serving.py")))
    with tempfile.TemporaryFile() as log, tempfile.TemporaryDirectory(prefix="scaffold-rehearse-") as folder:
        if functions:
            words = (*words, "--functions", folder)
        # A group of its own: Ctrl-C is for us to answer, by stopping it once we are done.
        process = subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, env=_environment(folder),
            cwd=folder, start_new_session=True,
        )  # fmt: skip
        try:
            yield _ready(process, log, patience)
        finally:
            _stop(process)


def _environment(folder: str) -> Mapping[str, str]:
    settings = {"MOTO_IAM_LOAD_MANAGED_POLICIES": "true", "MOTO_LAMBDA_DATA_DIR": folder, "PYTHONUNBUFFERED": "1"}
    # A certificate counts as validated after this many seconds; nobody should wait a minute for it.
    return clean(_REGION, **settings, MOTO_ACM_VALIDATION_WAIT="0", PYTHONDONTWRITEBYTECODE="1")


def _ready(process: subprocess.Popen[bytes], log: IO[bytes], patience: float) -> Emulator:
    """The emulator, once it answers and is configured."""
    end = time.monotonic() + patience
    assert process.stdout is not None
    readable, _, _ = select.select([process.stdout], [], [], patience)
    line = process.stdout.readline().strip() if readable else b""
    if not line.isdigit():
        raise _failed(process, log, "it said nothing in time" if not readable else "it stopped at once")
    found = Emulator(int(line))
    while True:
        try:
            status, _ = found.ask("POST", "/moto-api/config", _CONFIGURATION)
        except OSError:
            status = 0
        if status in (200, 201):
            return found
        if process.poll() is not None or time.monotonic() > end:
            raise _failed(process, log, "it does not answer")
        time.sleep(0.05)


def _failed(process: subprocess.Popen[bytes], log: IO[bytes], reason: str) -> EmulatorError:
    _stop(process)
    log.seek(0)
    said = log.read().decode("utf-8", "replace").strip()
    summary = f"the emulator did not start: {said.splitlines()[-1] if said else reason}"
    return EmulatorError(summary, "Install it anew with: pip install 'scaffold[rehearse]'; see more with -v.", said)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Close its input, which ends it; a process that does not hear is killed."""
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()
    try:
        process.wait(1)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
