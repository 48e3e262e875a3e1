"""IAM as JSON: policies in files of their own, and what the AWS CLI prints of an account."""
