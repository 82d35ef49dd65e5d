from notifications.models.attachment import Attachment, AttachmentPage
from notifications.models.child_index import ChildIndex
from notifications.models.concern import Answer, Concern
from notifications.models.consulting import Consultation, ConsultationLine, Observation
from notifications.models.drill import Drill, DrillAnswer, DrillCase, DrillMeasure, DrillPlayer
from notifications.models.feed import CalendarFeed
from notifications.models.forwarding import Forwarding
from notifications.models.handling import Assessment, Deadline, Decision, Message, Note
from notifications.models.handover import Handover
from notifications.models.letter import LetterText
from notifications.models.moving import BrokenGlass, Transfer
from notifications.models.proof import Proof, ProofTry
from notifications.models.reading_check import ReadingCheck
from notifications.models.rescue import RescuedPost
from notifications.models.rota import Shift
from notifications.models.route_proposal import RouteProposal
from notifications.models.routing_rule import RoutingRule
from notifications.models.statistics import BehindPublication, EndedCount, Publication

__all__ = [
    "Answer",
    "Assessment",
    "Attachment",
    "AttachmentPage",
    "BehindPublication",
    "BrokenGlass",
    "CalendarFeed",
    "ChildIndex",
    "Concern",
    "Consultation",
    "ConsultationLine",
    "Deadline",
    "Decision",
    "Drill",
    "DrillAnswer",
    "DrillCase",
    "DrillMeasure",
    "DrillPlayer",
    "EndedCount",
    "Forwarding",
    "Handover",
    "LetterText",
    "Message",
    "Note",
    "Observation",
    "Proof",
    "ProofTry",
    "Publication",
    "ReadingCheck",
    "RescuedPost",
    "RouteProposal",
    "RoutingRule",
    "Shift",
    "Transfer",
]
