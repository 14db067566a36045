"""Students of the calling college."""
