"""What the templates of handler suites get: names, titles, and code that is ready to stand.

This is the interface for templates of the user's own, described in `templates/README.md`.
"""

from __future__ import annotations

from dataclasses import dataclass

from scaffold.emit.kinds import Source, Text, Word
from scaffold.model.handlers import HandlerSuite


@dataclass(frozen=True, slots=True)
class HandlerSuiteView:
    """The suite: `address` is the function's, `folder` that of its code and `entry` the handler's file in it.

    `requirements` is the file that names what the code needs (empty for none), from the output root; `observed` says
    that the code was run to be described.
    """

    name: Word
    title: Text
    address: Text
    folder: Text
    entry: Text
    handler: Text
    runtime: Text
    region: Text
    requirements: Text
    observed: bool


@dataclass(frozen=True, slots=True)
class HandlerCaseView:
    """A test: its `title`, a sentence, the `name` that it has in code, and its indented statements.

    `mark` stands above it: that it fails as the code is, with the `reason`, else both are empty. `id` stays the same
    over runs.
    """

    id: Text
    title: Text
    name: Word
    mark: Source
    reason: Text
    code: Source


@dataclass(frozen=True, slots=True)
class HandlerGroupView:
    """Tests that stand together: `name` in code, `title` for people; `section` is `loading`, `requests`, `batches`,
    `events`, `failures` or `observed`."""

    name: Word
    title: Text
    section: Word
    cases: tuple[HandlerCaseView, ...]


@dataclass(frozen=True, slots=True)
class WiredView:
    """A resource that functions are wired to: `code` is the statement that says how it is made."""

    code: Source
    address: Text
    title: Text


def suite_view(suite: HandlerSuite, requirements: str) -> HandlerSuiteView:
    """The view of a suite."""
    return HandlerSuiteView(
        suite.name,
        suite.title,
        suite.address,
        suite.folder,
        suite.entry,
        suite.handler,
        suite.runtime,
        suite.region,
        requirements,
        suite.observed,
    )
