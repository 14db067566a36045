"""The way in: send a file, read what was found in it, confirm it."""
