"""Terraform's buckets, and what is set on them beside them."""
