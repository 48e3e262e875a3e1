"""Terraform's language: HCL text and its JSON form to one located tree."""
