"""The audit: what is shown of people is put on record, and officials read the record."""
