"""The ledger: small transactional state in a relational database, append-only where a figure depends on it."""

from pipelines.store.ledger.audit import Audit, AuditEntry
from pipelines.store.ledger.client_records import ApprovalRefusedError, Client, ClientEvent, RegisterCheck, Role
from pipelines.store.ledger.clients import Clients
from pipelines.store.ledger.connect import LedgerAwayError, LedgerError
from pipelines.store.ledger.contact_budgets import ContactBudget, Spent
from pipelines.store.ledger.decisions import Decision, DecisionKind, DecisionRefusedError, Decisions
from pipelines.store.ledger.deliveries import Deliveries, Delivery, DeliveryEvent, NewDelivery, State
from pipelines.store.ledger.engine import Ledger
from pipelines.store.ledger.erasures import ErasureEvent, Erasures, FileChange, Mark, PendingErasure
from pipelines.store.ledger.introduction_records import Introduction, IntroductionEvent
from pipelines.store.ledger.introduction_states import IntroductionRefusedError
from pipelines.store.ledger.introductions import Introductions, NewIntroduction
from pipelines.store.ledger.pool_withdrawals import PoolEvent, PoolWithdrawals
from pipelines.store.ledger.signatures import Signature, Signatures
from pipelines.store.ledger.stops import ALL_ENTERPRISES, StopEvent, Stops

__all__ = [
    "ALL_ENTERPRISES",
    "ApprovalRefusedError",
    "Audit",
    "AuditEntry",
    "Client",
    "ClientEvent",
    "Clients",
    "ContactBudget",
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
    "Introduction",
    "IntroductionEvent",
    "IntroductionRefusedError",
    "Introductions",
    "Ledger",
    "LedgerAwayError",
    "LedgerError",
    "Mark",
    "NewDelivery",
    "NewIntroduction",
    "PendingErasure",
    "PoolEvent",
    "PoolWithdrawals",
    "RegisterCheck",
    "Role",
    "Signature",
    "Signatures",
    "Spent",
    "State",
    "StopEvent",
    "Stops",
]
