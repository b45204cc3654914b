"""What is worth testing of the functions: events of their triggers, and what must come of them."""
