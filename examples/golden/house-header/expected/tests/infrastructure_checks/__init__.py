"""Checks of the infrastructure, as its configuration declares it."""
