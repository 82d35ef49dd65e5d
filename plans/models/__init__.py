from plans.models.acknowledgement import Acknowledgement
from plans.models.action_card import ActionCard
from plans.models.block import Block
from plans.models.dissemination import ClosingRecord, Dissemination, Participation
from plans.models.document_proposal import DocumentProposal
from plans.models.edition import Edition, EditionSection
from plans.models.ended_job import EndedJob
from plans.models.evidence import Comment, Evidence
from plans.models.fact import FactCount
from plans.models.file import PlanFile
from plans.models.intervention import Intervention
from plans.models.link_check import LinkCheck
from plans.models.measure import ActionPlan, Chapter, Measure, Responsible, Succession
from plans.models.paper import Hanging, PaperWords, PosterRun
from plans.models.plan import Adoption, Plan, PlanGrant
from plans.models.poster import Poster, PosterFile
from plans.models.printed_file import PrintedFile
from plans.models.reader import ReaderStanding, ReadingTrend
from plans.models.recommendation import FocusArea, Framework, Recommendation, RecommendationName
from plans.models.reminder import ReadingReminder
from plans.models.roll_over import MeasureVerdict
from plans.models.scenario_answer import ScenarioAnswer
from plans.models.section import RereadRequest, Section, SectionVersion
from plans.models.sharing import EditionOrigin, Sharing, VersionOrigin
from plans.models.status import MeasureStatus, RecommendationStatus, StatusEntry
from plans.models.status_report import StatusReport, StatusReportFile
from plans.models.status_round import RoundLink, RoundQuestion, StatusRound
from plans.models.synonym_list import SynonymList
from plans.models.yearly import WheelAddress, YearlyTask, YearlyTurn

__all__ = [
    "Acknowledgement",
    "ActionCard",
    "ActionPlan",
    "Adoption",
    "Block",
    "Chapter",
    "ClosingRecord",
    "Comment",
    "Dissemination",
    "DocumentProposal",
    "Edition",
    "EditionOrigin",
    "EditionSection",
    "EndedJob",
    "Evidence",
    "FactCount",
    "FocusArea",
    "Framework",
    "Hanging",
    "Intervention",
    "LinkCheck",
    "Measure",
    "MeasureStatus",
    "MeasureVerdict",
    "PaperWords",
    "Participation",
    "Plan",
    "PlanFile",
    "PlanGrant",
    "Poster",
    "PosterFile",
    "PosterRun",
    "PrintedFile",
    "ReaderStanding",
    "ReadingReminder",
    "ReadingTrend",
    "Recommendation",
    "RecommendationName",
    "RecommendationStatus",
    "RereadRequest",
    "Responsible",
    "RoundLink",
    "RoundQuestion",
    "ScenarioAnswer",
    "Section",
    "SectionVersion",
    "Sharing",
    "StatusEntry",
    "StatusReport",
    "StatusReportFile",
    "StatusRound",
    "Succession",
    "SynonymList",
    "VersionOrigin",
    "WheelAddress",
    "YearlyTask",
    "YearlyTurn",
]
