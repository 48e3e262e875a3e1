"""Rules of KMS key policies."""
