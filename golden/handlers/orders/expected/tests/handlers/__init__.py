"""Tests of functions: called as their triggers do, in an emulated cloud."""
