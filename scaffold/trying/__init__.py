"""Trying handlers: their code is run for each event in a limited process, to say what it does. Only when asked for."""
