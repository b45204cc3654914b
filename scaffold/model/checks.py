"""Checks: what an expert would look at in any configuration, and which of them are asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scaffold.model.scales import Weight


@dataclass(frozen=True, slots=True)
class Check:
    """One check of the catalog.

    `id` is stable and kebab-case, begins with the service (`s3-public-access`); `title` says what holds, without a
    subject ("blocks public access"); `why` is a sentence; `link` the vendor's documentation. An `invariant` becomes a
    test where it holds; every check is a finding where it does not.
    """

    id: str
    service: str
    title: str
    why: str
    link: str
    weight: Weight
    invariant: bool = True


@dataclass(frozen=True, slots=True)
class Choice:
    """Which checks are asked for, by id or service: all, or those in `select`; without those in `ignore`."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def takes(self, check: Check) -> bool:
        """Whether a check is asked for; an id says more than a service, and `ignore` more than `select`."""
        names = {check.id, check.service}
        if check.id in self.ignore or (check.service in self.ignore and check.id not in self.select):
            return False
        return not self.select or bool(names.intersection(self.select))

    def unknown(self, checks: Iterable[Check]) -> tuple[str, ...]:
        """The names in `select` and `ignore` that are no check and no service, in order."""
        known = {name for check in checks for name in (check.id, check.service)}
        return tuple(name for name in (*self.select, *self.ignore) if name not in known)
