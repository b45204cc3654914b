"""What surrounds a function: the resources that it is told of, called by or allowed to use, and its environment."""

from scaffold.plan.handlers.world.naming import ACCOUNT, region
from scaffold.plan.handlers.world.wiring import world

__all__ = ["ACCOUNT", "region", "world"]
