"""Cases before it is decided which of their expectations stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from scaffold.model.handlers import Answer, Call, Data, Expectation, Failing, HandlerCase, Verdict
from scaffold.plan.naming import again


@dataclass(frozen=True, slots=True)
class Option:
    """Something that may be expected of a case: whether it holds, and the reason where it does not."""

    expect: tuple[Expectation, ...]
    verdict: Verdict = Verdict.OPEN
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A case with all that may be expected of it, the most first. `intent` is what it is for: an event that is `taken`
    or `refused`, or (`broken`) one for which a call fails."""

    id: str
    section: str
    title: str
    event: Data
    options: tuple[Option, ...]
    before: tuple[Call, ...] = ()
    answers: tuple[Answer, ...] = ()
    failing: tuple[Failing, ...] = ()
    without: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    trigger: str = ""
    intent: str = "taken"

    def case(self, settling: bool) -> HandlerCase | None:
        """The case with what holds (or certainly fails) by reading alone; where the code is run to settle cases
        (`settling`), with the most that may be expected. Nothing where nothing is known."""
        known = (option for option in self.options if settling or option.verdict is not Verdict.OPEN)
        option = next(known, None)
        if option is None:
            return None
        return HandlerCase(
            self.id,
            self.section,
            self.title,
            self.event,
            option.expect,
            self.before,
            self.answers,
            self.failing,
            self.without,
            self.environment,
            option.verdict,
            option.reason,
            self.trigger,
        )


def holds(*expect: Expectation) -> Option:
    """What reading shows to hold."""
    return Option(expect, Verdict.HOLDS)


def fails(reason: str, *expect: Expectation) -> Option:
    """What reading shows not to hold, for this reason."""
    return Option(expect, Verdict.FAILS, reason)


def open_(*expect: Expectation) -> Option:
    """What only shows when the code runs. Without an expectation, the case is there to find out what comes of it."""
    return Option(expect)


def cases(drafts: Iterable[Draft], settling: bool, *, emulated: bool = True) -> Iterator[HandlerCase]:
    """The cases of drafts, no two with the same id, title or call. Where there is no emulator (not `emulated`), what is
    there before makes no difference, but what calls are answered with."""
    ids: dict[str, int] = {}
    titles: dict[str, int] = {}
    seen: list[object] = []
    for draft in drafts:
        case = draft.case(settling)
        there: object = draft.before if emulated else draft.answers
        call = (draft.event, there, draft.failing, draft.without, draft.environment, draft.section == "loading")
        if case is None or call in seen:
            continue
        seen.append(call)
        yield replace(case, id=again(case.id, ids), title=again(case.title, titles))
