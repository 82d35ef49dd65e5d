from enum import StrEnum


class Act(StrEnum):
    """Everything one can do that somebody might be refused. A lawyer can read this list."""

    READ_PLAN = "read_plan"
    ACKNOWLEDGE_SECTION = "acknowledge_section"
    FILE_CONCERN = "file_concern"
    HANDLE_CONCERN = "handle_concern"
    LEAD_TEAM = "lead_team"
    CONTROL_READINGS = "control_readings"
    JUDGE_EMERGENCY = "judge_emergency"
    SEE_ROUTING = "see_routing"
    EDIT_ROUTING = "edit_routing"
    APPROVE_ROUTING = "approve_routing"
    SEE_ROTA = "see_rota"
    SEE_STATISTICS = "see_statistics"
    FOLLOW_READING = "follow_reading"
    REMIND_READERS = "remind_readers"
    RECORD_DISSEMINATION = "record_dissemination"
    EDIT_PLAN = "edit_plan"
    APPROVE_PLAN = "approve_plan"
    EDIT_CONTACTS = "edit_contacts"
    SEE_STATUS = "see_status"
    SET_STATUS = "set_status"
    EDIT_LETTERS = "edit_letters"
    EDIT_RECOMMENDATIONS = "edit_recommendations"
    ADMINISTER = "administer"
