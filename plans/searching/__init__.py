"""Finding something in the plan: access first, then rank, then highlight. Concerns are in no index."""

from plans.searching.finding import Found, Hit, find, pattern_of, search, terms
from plans.searching.marking import mark

__all__ = ["Found", "Hit", "find", "mark", "pattern_of", "search", "terms"]
