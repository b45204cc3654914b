"""Rehearsal: what a project describes is made in an emulator on this machine, and its integration suite is run there.

Nothing here reads the catalog of services that the suites come from: a resource is made by code of its own, so that one
mistake cannot hide in both.
"""
