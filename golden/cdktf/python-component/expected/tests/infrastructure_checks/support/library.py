"""The library that the programs are written with."""

LIBRARY = "cdktf"
