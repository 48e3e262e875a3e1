"""Rules of S3 origin access and bucket policies."""
