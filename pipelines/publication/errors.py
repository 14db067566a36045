"""The one error of this package."""


class PublicationError(Exception):
    """An edition could not be built or published; the message says which step and what to do next."""
