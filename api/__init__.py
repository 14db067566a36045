"""The HTTP API: who may see what of an edition, and the way in for deliveries.

One package per resource, each with the same files: `endpoints` (routes), `schemas` (what the OpenAPI document
says), `repository` (the SQL, where an edition is read). The API computes nothing that a mart can hold, and never
opens the warehouse.
"""
