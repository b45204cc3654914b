"""What classes of other packages than the AWS one have beside their outputs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from scaffold.readers.programs.values import Machine, Object
from scaffold.readers.pulumi.records import Record
from scaffold.readers.pulumi.run import Run

_CLUSTER: Final = "eks:index:Cluster"


def cluster_provider(
    run: Run, machine: Machine, record: Record, this: Any, name: str, construct: Callable[[list[Any]], Any]
) -> Any:
    """`cluster.provider` of an EKS cluster makes a provider for what is deployed into it, once; nothing for others.

    `construct` makes a Kubernetes provider.
    """
    if record.token != _CLUSTER or name != "provider":
        return None
    found = run.made.get(id(record))
    if found is None:
        kubeconfig = machine.get(this, "kubeconfigJson", 0)
        options = Object({"parent": this})
        found = construct([f"{record.name}-provider", Object({"kubeconfig": kubeconfig}), options])
        found.record.position = record.position
        run.made[id(record)] = found
    return found
