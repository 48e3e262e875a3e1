"""Terraform's keys, and what uses them."""
