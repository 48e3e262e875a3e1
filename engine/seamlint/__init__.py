"""Seamlint: a linter for the seams of AWS infrastructure code."""

__version__ = "0.1.0"
