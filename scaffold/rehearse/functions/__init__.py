"""The functions of a rehearsal: real code in limited processes, and what fires it."""
