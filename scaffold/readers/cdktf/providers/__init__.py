"""The generated classes of providers and modules: what they take, what they give, and what they synthesise."""
