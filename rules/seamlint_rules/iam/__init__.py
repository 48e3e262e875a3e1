"""IAM: policies, trust, chains of roles."""
