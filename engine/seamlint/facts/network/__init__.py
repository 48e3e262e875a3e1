"""What packets may go where."""
