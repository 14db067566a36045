"""The whole set of ranked candidates as one stream."""
