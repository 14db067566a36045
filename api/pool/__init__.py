"""The reserve-talent pool as an enterprise may search it."""
