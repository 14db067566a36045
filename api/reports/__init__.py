"""Published editions and their reports."""
