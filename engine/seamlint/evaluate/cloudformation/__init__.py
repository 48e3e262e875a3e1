"""CloudFormation templates, evaluated: parameters, mappings, conditions in three values, functions, nested stacks."""
