"""What would become of the recommended plan if something were changed. Nothing is written or published."""
