"""Runs a program in a process of its own, with the support library of generated suites beside it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from scaffold.model.deployments import Entry, Variant
from scaffold.readers.observing import javascript, python
from scaffold.readers.observing.exchange import RequestError, answer, request
from scaffold.readers.observing.observed import Limits, Mocks, Observed
from scaffold.readers.observing.preparing import Prepared

#: How much of what the process prints is read when it dies, in bytes.
_TAIL: Final = 2000
_LIMITS: Final = Limits()
#: The longest answer that is read, in bytes.
_LONGEST: Final = 256_000_000
#: What of the user's environment a process cannot do without.
_ENVIRONMENT: Final = ("PATH", "SYSTEMROOT", "LANG", "LC_ALL", "TZ")
#: What makes a folder ready for a run, by the language of the program.
_PREPARE: Final[Mapping[str, Callable[..., Prepared]]] = {
    "javascript": javascript.prepare,
    "typescript": javascript.prepare,
    "python": python.prepare,
}


def observable(entry: Entry) -> bool:
    """Whether programs in the entry's language are run: those in YAML declare what there is, and run nothing."""
    return entry.language in _PREPARE


def observe(
    root: Path,
    variant: Variant,
    mocks: Mocks,
    templates: Path,
    *,
    addresses: Mapping[str, tuple[str, str]] | None = None,
    limits: Limits = _LIMITS,
) -> Observed:
    """What the program or component of `variant` registers when it is run. Executes the user's code.

    `root` is what the user named: paths of the entry are relative to it. `templates` is the folder of the built-in
    templates, whose support library is used. `addresses` lead to type token and name, where the variant replaces
    outputs. Whatever goes wrong is the result's `failure`.
    """
    if not observable(variant.entry):
        return Observed(failure=f"programs in {variant.entry.language.upper()} are not run: they are what they declare")
    with tempfile.TemporaryDirectory(prefix="scaffold-", ignore_cleanup_errors=True) as name:
        folder = Path(name).resolve()
        try:
            asked = request(variant, addresses or {})
            prepared = _PREPARE[variant.entry.language](folder, root.resolve(), variant.entry, mocks, templates, limits)
        except RequestError as error:
            return Observed(failure=str(error))
        (folder / "request.json").write_text(json.dumps({**asked, **prepared.request}), encoding="utf-8")
        return _run(prepared, folder, limits)


def _run(prepared: Prepared, folder: Path, limits: Limits) -> Observed:
    kept = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    environment = {**kept, "HOME": str(folder), "TMPDIR": str(folder), **prepared.environment}
    with (folder / "errors.txt").open("wb") as errors:
        process = subprocess.Popen(
            [*prepared.command, str(folder / "request.json"), str(folder / "answer.json")],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            start_new_session=True,
        )
        try:
            process.wait(limits.seconds)
        except subprocess.TimeoutExpired:
            return Observed(failure=f"the program does not end within {limits.seconds:g} seconds")
        finally:
            _end(process)
    return _answer(folder, f"{Path(prepared.command[0]).name} ends with {process.returncode}", prepared.out_of_memory)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends the process and what it started, as far as that is still there: the group outlives its first process."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    elif process.poll() is None:
        process.kill()
    process.wait()


def _answer(folder: Path, ended: str, out_of_memory: str) -> Observed:
    written = folder / "answer.json"
    try:
        if written.stat().st_size > _LONGEST:
            return Observed(failure="the program registers too much to be observed")
        return answer(json.loads(written.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, RecursionError):
        printed = (folder / "errors.txt").read_bytes()[-_TAIL:].decode(errors="replace").strip()
        reason = "it runs out of memory" if out_of_memory in printed else printed or ended
        return Observed(failure=f"the program cannot be observed: {reason}")
