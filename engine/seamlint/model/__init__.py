"""Evaluated resources to dialect-neutral entities."""
