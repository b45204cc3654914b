"""What is looked up and not made: data sources, and resources of providers that need no cloud."""

from __future__ import annotations

from collections.abc import Mapping

from scaffold.rehearse.found import helpers, identity, lookups
from scaffold.rehearse.found.base import Finder

#: Data sources by their type.
SOURCES: Mapping[str, Finder] = {**identity.FINDERS, **lookups.FINDERS, **helpers.FINDERS}
#: Resources that need no cloud, by their type.
HELPERS: Mapping[str, Finder] = helpers.FINDERS
