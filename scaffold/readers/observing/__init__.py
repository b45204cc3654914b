"""Runs a program under the mocks of generated suites and writes down what it registers: the second opinion.

This executes code of the user's, so nobody does it unless asked to: in a process of its own, without network, other
processes, credentials or the user's environment, with little time and memory. What goes wrong is data.
"""

from scaffold.readers.observing.compared import Comparison, compared
from scaffold.readers.observing.observed import Limits, Mocks, Observed, ObservedResource
from scaffold.readers.observing.running import observable, observe, synthesise
from scaffold.readers.observing.settled import lacks_packages, settled
from scaffold.readers.observing.steady import steady

__all__ = [
    "Comparison",
    "Limits",
    "Mocks",
    "Observed",
    "ObservedResource",
    "compared",
    "lacks_packages",
    "observable",
    "observe",
    "settled",
    "steady",
    "synthesise",
]
