from abc import ABC, abstractmethod
from typing import Any, Mapping, Optional

import pulumi


class Component(pulumi.ComponentResource, ABC):
    """What all components here share: their type, and how what is in them is called."""

    def __init__(self, name: str, opts: Optional[pulumi.ResourceOptions] = None) -> None:
        super().__init__(f"websites:index:{type(self).__name__}", name, None, opts)
        self._name = name

    def child(self, **more: Any) -> pulumi.ResourceOptions:
        return pulumi.ResourceOptions.merge(pulumi.ResourceOptions(parent=self), pulumi.ResourceOptions(**more))

    def finish(self) -> None:
        self.register_outputs(dict(self.outputs()))

    @abstractmethod
    def outputs(self) -> Mapping[str, Any]:
        """What it shows."""
