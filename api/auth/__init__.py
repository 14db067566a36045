"""Who calls: client credentials to a token of 15 minutes, and a token to a caller with scopes."""
