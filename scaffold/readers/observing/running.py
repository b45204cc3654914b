"""Runs a program in a process of its own, with the support library of generated suites beside it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, TypeAlias

from scaffold.model.deployments import Entry, Variant
from scaffold.readers.observing import javascript, python, stacks
from scaffold.readers.observing.exchange import RequestError, answer, request
from scaffold.readers.observing.observed import Limits, Mocks, Observed
from scaffold.readers.observing.preparing import Prepared
from scaffold.readers.observing.steady import steady

#: How much of what the process prints is read when it dies, in bytes.
_TAIL: Final = 2000
_LIMITS: Final = Limits()
#: Loading the library and its providers takes long by itself, and much memory.
_OF_STACKS: Final = Limits(180, 2048)
#: The longest answer that is read, in bytes.
_LONGEST: Final = 256_000_000
#: What of the user's environment a process cannot do without.
_ENVIRONMENT: Final = ("PATH", "SYSTEMROOT", "LANG", "LC_ALL", "TZ")
#: What is made of an answer: one for each run.
_Read: TypeAlias = Callable[[Mapping[str, Any]], tuple[Observed, ...]]
#: What a process is asked, and what it needs for that.
Asked: TypeAlias = tuple[Mapping[str, Any], Prepared]
#: What makes a folder ready for a run, by the language of the program.
_PREPARE: Final[Mapping[str, Callable[..., Prepared]]] = {
    "javascript": javascript.prepare,
    "typescript": javascript.prepare,
    "python": python.prepare,
}
_PREPARE_STACKS: Final[Mapping[str, Callable[..., Prepared]]] = {
    "javascript": javascript.prepare_stacks,
    "typescript": javascript.prepare_stacks,
    "python": python.prepare_stacks,
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
    entry = variant.entry
    if not observable(entry):
        return Observed(failure=f"programs in {entry.language.upper()} are not run: they are what they declare")

    def prepare(folder: Path) -> Asked:
        asked = request(variant, addresses or {})
        return asked, _PREPARE[entry.language](folder, root.resolve(), entry, mocks, templates, limits)

    return _observed(prepare, lambda data: (answer(data),), limits)[0]


def synthesise(
    root: Path, variant: Variant, packages: Sequence[str], templates: Path, *, limits: Limits = _OF_STACKS
) -> Observed | None:
    """What the program or stack of `variant` synthesises, with the library among `packages` that it imports: blocks by
    the paths of their constructs, as suites see them; what two runs of it agree about (see `steady`). Executes the
    user's code; see `observe`."""
    entry = variant.entry

    def prepare(folder: Path) -> Asked:
        asked = stacks.request(variant)
        return asked, _PREPARE_STACKS[entry.language](folder, root.resolve(), entry, packages, templates, limits)

    runs = _observed(prepare, stacks.answers, limits)
    return runs[0] if len(runs) == 1 else steady(*runs)


def _observed(prepare: Callable[[Path], Asked], read: _Read, limits: Limits) -> tuple[Observed, ...]:
    with tempfile.TemporaryDirectory(prefix="scaffold-", ignore_cleanup_errors=True) as name:
        folder = Path(name).resolve()
        try:
            asked, prepared = prepare(folder)
        except RequestError as error:
            return (Observed(failure=str(error)),)
        (folder / "request.json").write_text(json.dumps({**asked, **prepared.request}), encoding="utf-8")
        return _run(prepared, folder, limits, read)


def _run(prepared: Prepared, folder: Path, limits: Limits, read: _Read) -> tuple[Observed, ...]:
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
            return (Observed(failure=f"the program does not end within {limits.seconds:g} seconds"),)
        finally:
            _end(process)
    ended = f"{Path(prepared.command[0]).name} ends with {process.returncode}"
    return _answer(folder, ended, prepared.out_of_memory, read)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends the process and what it started, as far as that is still there: the group outlives its first process."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    elif process.poll() is None:
        process.kill()
    process.wait()


def _answer(folder: Path, ended: str, out_of_memory: str, read: _Read) -> tuple[Observed, ...]:
    written = folder / "answer.json"
    try:
        if written.stat().st_size > _LONGEST:
            return (Observed(failure="the program registers too much to be observed"),)
        return read(json.loads(written.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, RecursionError):
        printed = (folder / "errors.txt").read_bytes()[-_TAIL:].decode(errors="replace").strip()
        reason = "it runs out of memory" if out_of_memory in printed else printed or ended
        return (Observed(failure=f"the program cannot be observed: {reason}"),)
