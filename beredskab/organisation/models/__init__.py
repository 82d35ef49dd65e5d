from beredskab.organisation.models.absence import Absence
from beredskab.organisation.models.contact import Contact
from beredskab.organisation.models.municipality import Municipality
from beredskab.organisation.models.staff import Membership, Profession, Staff
from beredskab.organisation.models.unit import Team, Unit

__all__ = ["Absence", "Contact", "Membership", "Municipality", "Profession", "Staff", "Team", "Unit"]
