"""Seamlint's own rules, in the order of the catalogue."""

from __future__ import annotations

RULES: tuple[str, ...] = ()
"""Modules of the rules; adding a rule adds one line here."""
