"""Terraform's own account of what it will do, and of what it has done: ``terraform show -json``."""
