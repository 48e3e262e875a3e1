"""IAM from CloudFormation: principals, policies, the resources that policies protect, and what runs with a role."""
