from plans.models.acknowledgement import Acknowledgement
from plans.models.action_card import ActionCard
from plans.models.block import Block
from plans.models.edition import Edition, EditionSection
from plans.models.plan import Adoption, Plan, PlanGrant
from plans.models.section import RereadRequest, Section, SectionVersion

__all__ = [
    "Acknowledgement",
    "ActionCard",
    "Adoption",
    "Block",
    "Edition",
    "EditionSection",
    "Plan",
    "PlanGrant",
    "RereadRequest",
    "Section",
    "SectionVersion",
]
