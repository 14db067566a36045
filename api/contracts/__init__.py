"""The data contracts: what may be sent, and by which rules it is checked."""
