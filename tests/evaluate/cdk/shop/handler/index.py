"""What the shop does at night."""
