"""Which resources must share a region, and which do."""
