"""Erasure of a person: find them, record the request, take their rows out of landing, vault and raw, keep them out.

The ledger's tables of it belong in `store.ledger.erasures`, editions in `publication.retire`.
"""
