"""Tokens: values that are not known before they are deployed, how programs hold them, and what becomes of them in the
configuration. Functions, operators, iterators and computed attributes are all made of them."""
