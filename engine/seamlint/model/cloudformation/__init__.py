"""CloudFormation's resources as entities: one module a topic, joined by a table of resource types."""
