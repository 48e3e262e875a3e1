"""Text to located syntax trees."""
