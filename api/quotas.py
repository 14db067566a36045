"""What a client may ask of one worker process. Counting what it has asked belongs in `limits`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quota:
    """So many requests in a window of so many seconds."""

    name: str
    requests: int
    seconds: int

    @property
    def policy(self) -> str:
        """The quota as `RateLimit-Policy` tells it."""
        return f'"{self.name}";q={self.requests};w={self.seconds}'


@dataclass(frozen=True, slots=True)
class Limits:
    """What a client may ask of one worker process; what is not said otherwise is per client.

    Attributes:
        asking: Requests behind a token.
        tokens: Requests for a token, per address.
        exports: Exports begun.
        at_once: Requests under way.
        exports_at_once: Exports under way.
        all_at_once: Requests under way of all clients together.
        all_exports_at_once: Exports under way of all clients together.
        small_body: Bytes of a body that is no upload.
        body_grace: Seconds in which any body may arrive.
        body_rate: Bytes a second at which the rest of a larger one must arrive.
        reading: Seconds in which a client must take the next part of an answer.
        answering: Seconds that one question to an edition may take.
        exporting: Seconds that a whole export may take.
    """

    asking: Quota = Quota("client", 3_000, 60)
    tokens: Quota = Quota("address", 600, 60)
    exports: Quota = Quota("export", 60, 3_600)
    at_once: int = 32
    exports_at_once: int = 2
    all_at_once: int = 512
    all_exports_at_once: int = 4
    small_body: int = 64 * 1024
    body_grace: float = 30.0
    body_rate: int = 16 * 1024
    reading: float = 30.0
    answering: float = 20.0
    exporting: float = 3_600.0
