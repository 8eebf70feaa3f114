"""Every table. Personal text and pictures live only in the vault; these columns hold ids, times and choices."""

from storage.tables.base import Table, Utc, new_id
from storage.tables.cases import ApprovalRequest, Assessment, Case, Delivery, FarStore, Hold, View
from storage.tables.chat import ButtonMeaning, Conversation, Link
from storage.tables.desk import DeskLink, DeskPost, DeskSession, WeekFigures
from storage.tables.incidents import Incident, IncidentCall, IncidentCase, IncidentStep, IncidentWords
from storage.tables.keys import CodeApp, Passkey, RecoveryCode
from storage.tables.network import Business, Network, RuleSet, Store
from storage.tables.notices import Poster, Publication
from storage.tables.people import Account, Applicant, Browser, Enrolment, Member, MemberRole, RefusedCode
from storage.tables.picture_state import FoundPeople, FoundPerson, PictureState, Scene
from storage.tables.rights import HandOver, PublicTry, Request, RequestCase, RequestWords
from storage.tables.safe import CaseKey, KeyFolder, LedgerEntry, LedgerHead, VaultObject
from storage.tables.twofold import TwofoldAct
from storage.tables.versions import Version
from storage.tables.words import (
    ERASURES,
    WHILE_ASSESSING,
    WHILE_MASKING,
    WHILE_OPEN,
    Amiss,
    DueKind,
    Machine,
    Program,
    PublicUse,
)
from storage.tables.work import (
    OPEN,
    ChatAccess,
    DueWork,
    Failure,
    Heartbeat,
    InboxEvent,
    InboxState,
    OutboxMessage,
    OutboxState,
    Quota,
    Usage,
)
from storage.tables.workspaces import Installation, Invitation

__all__ = [
    "ERASURES",
    "OPEN",
    "WHILE_ASSESSING",
    "WHILE_MASKING",
    "WHILE_OPEN",
    "Account",
    "Amiss",
    "Applicant",
    "ApprovalRequest",
    "Assessment",
    "Browser",
    "Business",
    "ButtonMeaning",
    "Case",
    "CaseKey",
    "ChatAccess",
    "CodeApp",
    "Conversation",
    "Delivery",
    "DeskLink",
    "DeskPost",
    "DeskSession",
    "DueKind",
    "DueWork",
    "Enrolment",
    "Failure",
    "FarStore",
    "FoundPeople",
    "FoundPerson",
    "HandOver",
    "Heartbeat",
    "Hold",
    "InboxEvent",
    "InboxState",
    "Incident",
    "IncidentCall",
    "IncidentCase",
    "IncidentStep",
    "IncidentWords",
    "Installation",
    "Invitation",
    "KeyFolder",
    "LedgerEntry",
    "LedgerHead",
    "Link",
    "Machine",
    "Member",
    "MemberRole",
    "Network",
    "OutboxMessage",
    "OutboxState",
    "Passkey",
    "PictureState",
    "Poster",
    "Program",
    "PublicTry",
    "PublicUse",
    "Publication",
    "Quota",
    "RecoveryCode",
    "RefusedCode",
    "Request",
    "RequestCase",
    "RequestWords",
    "RuleSet",
    "Scene",
    "Store",
    "Table",
    "TwofoldAct",
    "Usage",
    "Utc",
    "VaultObject",
    "Version",
    "View",
    "WeekFigures",
    "new_id",
]
