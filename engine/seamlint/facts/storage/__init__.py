"""Who reads and writes buckets, and what stands in the way."""
