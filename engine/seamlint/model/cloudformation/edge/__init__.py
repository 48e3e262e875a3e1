"""CloudFormation's resources at the edge: distributions, origin access, web ACLs."""
