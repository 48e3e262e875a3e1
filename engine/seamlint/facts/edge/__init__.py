"""Distributions: what they read, with which identity."""
