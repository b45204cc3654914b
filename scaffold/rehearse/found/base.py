"""What looks up a data source, or makes what needs no cloud."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from scaffold.rehearse.provision.base import Make
from scaffold.rehearse.surroundings import Surroundings

#: Gives the attributes of a data source or of something that needs no cloud.
Finder: TypeAlias = Callable[[Make, Surroundings], Mapping[str, Any]]
