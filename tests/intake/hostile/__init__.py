"""Files made to do harm: each is refused or judged within limits, and the next file is taken in as usual."""
