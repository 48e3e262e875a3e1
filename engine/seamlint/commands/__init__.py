"""The commands: one module each, imported when it is used.

A module has ``add_arguments(parser)``, which declares its options, and ``run(namespace)``, which returns the exit code.
"""
