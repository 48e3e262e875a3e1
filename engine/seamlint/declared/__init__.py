"""Rules of one's own as data: what they select from the model, what has to hold of it, and how it is said."""
