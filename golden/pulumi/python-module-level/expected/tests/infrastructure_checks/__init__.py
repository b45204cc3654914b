"""Checks of what Pulumi programs register, run under mocks: no cloud, no Pulumi engine."""
