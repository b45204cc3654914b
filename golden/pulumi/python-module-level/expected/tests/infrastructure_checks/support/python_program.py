"""Runs a Python program under mocks, as Pulumi's own host runs it, and waits until everything it does is done."""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import gc
import json
import runpy
import selectors
import time
import traceback
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pulumi
import pulumi.runtime
from pulumi.runtime import config as sdk_config
from pulumi.runtime import mocks as sdk_mocks
from pulumi.runtime import settings as sdk_settings
from pulumi.runtime import stack as sdk_stack

from . import wire
from .home import HOME
from .mocks import Mocks
from .recorder import Recorder
from .results import ProgramError, Result, Settings
from .sdk import NoCallbacks, watched
from .surroundings import loaded, surroundings
from .values import Secret

#: Seconds that a run may take.
LIMIT = 120.0

SUPPORT = Path(__file__).resolve().parent


class NeverSettles(Exception):
    """That nothing is left to happen although the program waits for something."""


def run(settings: Settings) -> Result:
    """What the program registers and exports. `ProgramError` if it does not get to its end."""
    recorder = Recorder(Mocks(settings.config.get("aws:region", ""), settings.outputs))
    with surroundings(settings), watched(recorder), _no_collection(), _event_loop(settings.patience) as loop:
        # Pulumi keeps its state in variables of the context.
        return contextvars.copy_context().run(_run, settings, recorder, loop)


def _run(settings: Settings, recorder: Recorder, loop: Loop) -> Result:
    _configure(settings, recorder)
    run = _Run(settings, recorder, loop)
    try:
        result = loop.run_until_complete(run.result())
        errors = loop.unhandled()
    except NeverSettles:
        errors = loop.unhandled() or [NeverSettles(f"{run.waiting_for} never settles")]
    except (Exception, SystemExit) as error:
        errors = [error, *loop.unhandled()]
    if errors:
        raise ProgramError(_message(errors)) from None
    return result


class _Run:
    """One run of a program. `waiting_for` is what it does not get past."""

    def __init__(self, settings: Settings, recorder: Recorder, loop: Loop) -> None:
        self._settings = settings
        self._recorder = recorder
        self._loop = loop
        self.waiting_for = "the program"

    async def result(self) -> Result:
        found: dict[str, Any] = {}

        async def main() -> None:
            found["root"] = pulumi.runtime.get_root_resource()
            found["component"] = self._start()
            self.waiting_for = "a resource"
            # What Pulumi waits for one by one is there at once then.
            await self._loop.quiet()

        await sdk_stack.run_in_stack(main)
        self.waiting_for = "an export"
        root = found["root"]
        exports = _properties(found["component"]) if self._settings.create else root.outputs
        return Result(
            registrations=await self._recorder.registrations(root),
            exports=await wire._members(exports, ()),
            unanswered=await self._recorder.unanswered(),
        )

    def _start(self) -> Any:
        """Runs the program, or makes the component."""
        settings = self._settings
        if settings.create:
            return settings.create(lambda path: loaded(path, settings))
        runpy.run_path(str(settings.folder / settings.program), run_name="__main__")
        return None


def _properties(component: Any) -> dict[str, Any]:
    """What a component shows of itself: no resources, which are registered, and nothing of Pulumi's own."""
    shown = wire.public(component)
    return {
        name: value
        for name, value in shown.items()
        if name not in ("urn", "id") and not isinstance(value, pulumi.Resource)
    }


def _configure(settings: Settings, recorder: Recorder) -> None:
    """Sets what the SDK knows of the deployment."""
    values = {}
    secrets = []
    for key, given in settings.config.items():
        value = given.value if isinstance(given, Secret) else given
        if isinstance(given, Secret):
            secrets.append(key)
        if value is not None:
            values[key] = value if isinstance(value, str) else json.dumps(value)
    sdk_config.set_all_config(values, secrets)
    sdk_settings.configure(
        sdk_mocks.MockSettings(
            monitor=recorder,
            engine=sdk_mocks.MockEngine(None),
            project=settings.project,
            stack=settings.stack,
            organization=settings.organization,
            root_directory=str(settings.folder),
            dry_run=False,
            parallel=None,
            legacy_apply_enabled=False,
            monitor_features=set(),
            callbacks=NoCallbacks(),
            package_refs={},
            base_providers_by_ref={},
        )
    )
    sdk_settings.SETTINGS.outputs = type(sdk_settings.SETTINGS.outputs)()
    sdk_settings.set_root_resource(None)


# --- The event loop. ---


class _Selector(selectors.DefaultSelector):
    """Waits for what happens next, but not for ever."""

    def __init__(self, patience: float) -> None:
        super().__init__()
        self._patience = patience
        self._end = time.monotonic() + LIMIT

    def select(self, timeout: float | None = None) -> Any:
        left = self._end - time.monotonic()
        found = super().select(min(self._patience if timeout is None else timeout, max(left, 0)))
        if not found and (timeout is None or left < 0):
            raise NeverSettles
        return found


class Loop(asyncio.SelectorEventLoop):
    """An event loop that does the work of threads at once: it is the mocks' answers, which are there already."""

    def __init__(self, patience: float) -> None:
        super().__init__(_Selector(patience))
        self._tasks: list[asyncio.Task[Any]] = []
        self._errors: list[BaseException] = []
        self.set_task_factory(self._task)
        self.set_exception_handler(self._failed)

    def run_in_executor(self, executor: Any, func: Callable[..., Any], *given: Any) -> Any:
        if executor is not None:
            return super().run_in_executor(executor, func, *given)
        future = self.create_future()
        try:
            future.set_result(func(*given))
        except Exception as error:
            future.set_exception(error)
        return future

    async def quiet(self) -> None:
        """Goes on until nothing is left that could go on by itself."""
        await asyncio.sleep(0)
        while self._ready:
            await asyncio.sleep(0)

    def unhandled(self) -> list[BaseException]:
        """The errors that nobody asked for."""
        failed = [task for task in self._tasks if getattr(task, "_log_traceback", False)]
        return [*self._errors, *(task.exception() for task in failed)]

    def _task(self, loop: Any, coroutine: Any, **given: Any) -> asyncio.Task[Any]:
        task = asyncio.Task(coroutine, loop=loop, **given)
        self._tasks.append(task)
        return task

    def _failed(self, loop: Any, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if error is not None and not loop.is_closed():
            self._errors.append(error)


@contextlib.contextmanager
def _event_loop(patience: float) -> Iterator[Loop]:
    """A loop of its own for a run; afterwards the one before is in its place again, or can still be made."""
    current = _current_loop()
    before = dict(current)
    loop = Loop(patience)
    asyncio.set_event_loop(loop)
    try:
        yield loop
    finally:
        with contextlib.suppress(NeverSettles):
            _abandon(loop)
        asyncio.set_event_loop(before.get("_loop"))
        # Once a loop was set, the first who asks for one would be given none.
        current.clear()
        current.update(before)
        loop.close()


def _current_loop() -> dict[str, Any]:
    """What is known of the event loop that is set: asking for it in the usual way could make one."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        policy = getattr(asyncio, "get_event_loop_policy", lambda: None)()
    return getattr(getattr(policy, "_local", None), "__dict__", {})


@contextlib.contextmanager
def _no_collection() -> Iterator[None]:
    """Garbage is collected afterwards: looking through all that a provider loads takes longer than a run."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _abandon(loop: Loop) -> None:
    """Ends what is left, without a word."""
    loop.set_exception_handler(lambda *_: None)
    left = asyncio.all_tasks(loop)
    for task in left:
        task.cancel()
    if left:
        loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))


# --- Errors. ---


def _message(errors: list[BaseException]) -> str:
    """What was raised first, with the place where; then what else."""
    said = list(dict.fromkeys(_sentence(error) for error in errors))
    place = _place(errors[0])
    more = "".join(f"\n- {each.splitlines()[0]}" for each in said[1:])
    return f"the program does not get to its end: {said[0]}{place}" + (f"\n\nAnd:{more}" if more else "")


def _sentence(error: BaseException) -> str:
    if type(error) in (NeverSettles, LookupError):
        return str(error)
    text = str(error)
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def _place(error: BaseException) -> str:
    """The last line of the project's own code that the error came through."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        file = Path(frame.filename)
        if HOME in file.parents and SUPPORT not in file.parents and "site-packages" not in file.parts:
            return f"\n  at {file.relative_to(HOME).as_posix()}:{frame.lineno}"
    return ""
