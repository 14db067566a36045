"""Why somebody has a place on a list, or none: recomputed from a published edition alone. Nothing is written."""
