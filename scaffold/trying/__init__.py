"""Trying handlers: their code is run for each event in a limited process, to say what it does. Only when asked for."""

from scaffold.trying.exploring import Budget
from scaffold.trying.observing import observe

__all__ = ["Budget", "observe"]
