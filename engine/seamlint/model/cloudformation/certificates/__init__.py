"""CloudFormation's certificates, and what presents them."""
