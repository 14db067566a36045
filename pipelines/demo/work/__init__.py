"""The working life of the city: staff, plans, sessions, money, mentors, posts. Students belong in the room above."""
