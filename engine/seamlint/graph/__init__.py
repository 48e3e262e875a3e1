"""Entities to one graph over all units."""
