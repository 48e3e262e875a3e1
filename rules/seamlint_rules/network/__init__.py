"""Security groups, network ACLs and routes."""
