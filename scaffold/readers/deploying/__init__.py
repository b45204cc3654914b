"""What readers of programs that deploy share: their source files, and what can be loaded and chosen of them."""
