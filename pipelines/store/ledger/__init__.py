"""The ledger: small transactional state in a relational database, append-only where a figure depends on it."""

from pipelines.store.ledger.clients import Client, Clients, Role
from pipelines.store.ledger.decisions import Decision, DecisionKind, DecisionRefusedError, Decisions
from pipelines.store.ledger.deliveries import Deliveries, Delivery, DeliveryEvent, NewDelivery, State
from pipelines.store.ledger.engine import Ledger, LedgerError
from pipelines.store.ledger.erasures import ErasureEvent, Erasures, FileChange, Mark, PendingErasure
from pipelines.store.ledger.signatures import Signature, Signatures

__all__ = [
    "Client",
    "Clients",
    "Decision",
    "DecisionKind",
    "DecisionRefusedError",
    "Decisions",
    "Deliveries",
    "Delivery",
    "DeliveryEvent",
    "ErasureEvent",
    "Erasures",
    "FileChange",
    "Ledger",
    "LedgerError",
    "Mark",
    "NewDelivery",
    "PendingErasure",
    "Role",
    "Signature",
    "Signatures",
    "State",
]
