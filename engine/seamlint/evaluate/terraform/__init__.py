"""Terraform evaluated as Terraform does."""
