"""Every table. Personal text and pictures live only in the vault; these columns hold ids, times and choices."""

from storage.tables.accounts import Account, Browser, Enrolment
from storage.tables.base import Table, Utc, new_id
from storage.tables.cases import ApprovalRequest, Assessment, Case, Delivery, FarStore, View
from storage.tables.chat import ButtonMeaning, Conversation, Link
from storage.tables.safe import CaseKey, LedgerEntry, LedgerHead, VaultObject
from storage.tables.town import Business, Member, MemberRole, Network, Store
from storage.tables.work import DueWork, Heartbeat, InboxEvent, OutboxMessage, Quota

__all__ = [
    "Account",
    "ApprovalRequest",
    "Assessment",
    "Browser",
    "Business",
    "ButtonMeaning",
    "Case",
    "CaseKey",
    "Conversation",
    "Delivery",
    "DueWork",
    "Enrolment",
    "FarStore",
    "Heartbeat",
    "InboxEvent",
    "LedgerEntry",
    "LedgerHead",
    "Link",
    "Member",
    "MemberRole",
    "Network",
    "OutboxMessage",
    "Quota",
    "Store",
    "Table",
    "Utc",
    "VaultObject",
    "View",
    "new_id",
]
