"""Single ways of doing one job, each a program of its own, so that its imports, seconds and memory are its own."""
