"""Terraform's certificates, and what presents them."""
