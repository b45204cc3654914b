"""The names that inputs have on a registration's platform, and those that Terraform has for them."""

from __future__ import annotations

from scaffold.catalog.pulumi.attributes import canonical_path, native_name
from scaffold.model.deployments import Registration
from scaffold.model.values import Step


def is_terraform(registration: Registration) -> bool:
    """Whether inputs have Terraform's own names: type tokens of Pulumi have colons."""
    return ":" not in registration.token


def canonical_steps(registration: Registration, path: tuple[Step, ...]) -> tuple[Step, ...]:
    """The canonical path of a native one."""
    return path if is_terraform(registration) else tuple(canonical_path(registration.type, path))


def canonical_names(registration: Registration, path: tuple[Step, ...]) -> tuple[str, ...]:
    """The canonical names along a native path, without positions."""
    return tuple(step for step in canonical_steps(registration, path) if isinstance(step, str))


def own_name(registration: Registration, step: str, above: tuple[str, ...]) -> str:
    """What the platform calls a canonical step below these."""
    return step if is_terraform(registration) else native_name(registration.type, step, above)
