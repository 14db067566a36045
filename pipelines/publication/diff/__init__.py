"""Why a figure differs between two editions: which inputs changed, step by step. Printing belongs in the commands."""
