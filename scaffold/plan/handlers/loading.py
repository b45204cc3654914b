"""Cases for the loading of a handler: that it does, and what it needs for it."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.model.functions import EnvironmentRead
from scaffold.model.handlers import Loads, Raises
from scaffold.model.testplan import Tier
from scaffold.plan.handlers.drafts import Draft, Option, fails, holds, open_
from scaffold.plan.handlers.events import Valid
from scaffold.plan.handlers.setting import GIVEN, Setting


def loading(setting: Setting, found: Valid | None, tier: Tier) -> Iterator[Draft]:
    """That the handler loads in the environment that is declared, and what it cannot load without."""
    yield Draft("loads", "loading", "loads in its declared environment", {}, (_loads(setting),))
    if tier is not Tier.EXHAUSTIVE or setting.function.language != "python":
        return
    needed = dict.fromkeys(read.name for read in setting.code.environment if read.required and read.at_import)
    for name in needed:
        if name in setting.environment:
            event = found.event if found else {}
            yield Draft(
                f"without:{name}",
                "loading",
                f"does not load without {name}",
                event,
                (holds(Raises()),),
                without=(name,),
            )


def _loads(setting: Setting) -> Option:
    code = setting.code
    if code.problem:
        return fails(code.problem, Loads())
    missing = next((each for each in code.dependencies if each.kind == "unresolved" and not each.optional), None)
    if missing:
        place = f"{missing.position.file}:{missing.position.line}"
        return fails(f"{missing.module}, which {place} imports, is not in the package", Loads())
    unset = next((read for read in code.environment if _unset(setting, read)), None)
    if unset:
        place = f"{unset.position.file}:{unset.position.line}"
        return fails(f"{unset.name}, which {place} needs when it loads, is not set", Loads())
    return open_(Loads()) if code.reason or setting.unset else holds(Loads())


def _unset(setting: Setting, read: EnvironmentRead) -> bool:
    known = setting.function.environment_known
    declared = {each.name for each in setting.function.environment} | set(setting.environment)
    own = read.name.startswith(GIVEN)
    return known and read.required and read.at_import and read.name not in declared and not own
