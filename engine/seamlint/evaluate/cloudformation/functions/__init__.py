"""Intrinsic functions, by topic. Each module has a table `FUNCTIONS` of what evaluates each function's argument."""
