"""CloudFormation's keys, and what uses them."""
