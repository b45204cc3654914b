"""What the code of a function says: read, never run."""
