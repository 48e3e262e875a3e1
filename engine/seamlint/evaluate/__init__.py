"""Located syntax to evaluated resources, as the code's own tool would."""
