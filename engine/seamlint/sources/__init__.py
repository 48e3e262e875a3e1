"""What is here: units, files and the places in them."""
