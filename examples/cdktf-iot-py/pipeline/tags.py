"""Who owns what can be tagged."""

import jsii
from cdktf import IAspect
from constructs import IConstruct


@jsii.implements(IAspect)
class Owned:
    """Tags everything that takes tags with its team."""

    def __init__(self, team: str) -> None:
        self.team = team

    def visit(self, node: IConstruct) -> None:
        """Tag one construct."""
        if hasattr(node, "tags_input") and hasattr(node, "tags"):
            node.tags = {**(node.tags_input or {}), "Team": self.team}
