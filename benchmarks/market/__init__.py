"""Made-up markets of three sizes with an assumed skew, and their tables for the ways that are compared."""
