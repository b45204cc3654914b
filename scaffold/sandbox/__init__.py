"""Programs of others in limited processes: no network, no writing outside their folder, killed at their limits.

What holds them depends on the system. On Linux the kernel does (Landlock, seccomp, resource limits; no rights are
needed for these), everywhere guards inside Python and Node do as far as they can: `lacking` says what is missing here.
"""

from scaffold.sandbox.limits import Ended, Limits, Network
from scaffold.sandbox.means import lacking
from scaffold.sandbox.running import Running, run, start

__all__ = ["Ended", "Limits", "Network", "Running", "lacking", "run", "start"]
