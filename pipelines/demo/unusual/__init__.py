"""Situations that no single file shows and that models should find; faults of rows belong in the room above."""
