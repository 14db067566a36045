"""Two pages for people: where they are, and the reference. Nothing on them comes from outside the house."""
