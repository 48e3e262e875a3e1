"""Compliance frameworks: which controls rules are evidence for, and which no rule speaks of."""
