"""A delivery and what it means beside what is in force: taken in, compared, held, decided."""
