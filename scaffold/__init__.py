"""Scaffold reads infrastructure as code and writes the tests its authors never got to."""

__version__ = "0.1.0"
