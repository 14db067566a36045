"""What a check says, for people and programs: repairs, findings, their causes, and how they are printed and kept."""
