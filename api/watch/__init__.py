"""What operators see of a running server: a line and a number for each request, never a word of its content."""
