"""The functions of a project: what is packaged, what it is wired to, and what its code says, read as text."""
