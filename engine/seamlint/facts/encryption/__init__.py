"""Keys: who may use them, and what needs them."""
