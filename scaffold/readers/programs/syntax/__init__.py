"""What the front ends of all languages share: syntax trees without a text of their own, and lowering them to the IR."""
