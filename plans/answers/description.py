"""The doors of `/api/v1/` described as OpenAPI 3.1, made from the very classes that answer.

pydantic turns a class into a schema; it is imported when somebody asks, not when the portal starts.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from beredskab.doors.vocabulary import Scope
from plans.answers.contacts import ContactsAnswer
from plans.answers.reading import ReadingAnswer
from plans.answers.status import Recommendations, StatusAnswer

VERSION = "1.0.0"
PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
    },
}
AT = {
    "name": "at",
    "in": "query",
    "required": False,
    "description": "The day to tell of, today when left out.",
    "schema": {"type": "string", "format": "date"},
}
FETCHED = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "The ETag of the answer you have: 304 when it still holds.",
    "schema": {"type": "string"},
}
REFUSALS = {
    "401": "No token, or one that is not in use.",
    "403": "The token has another scope.",
    "429": "Too many requests in a minute; Retry-After says how long to wait.",
}


@dataclass(frozen=True)
class Question:
    """A path below `/api/v1/`, the scope it needs, what it answers with and whether it takes a day."""

    path: str
    scope: Scope
    summary: str
    answer: type
    takes_day: bool = False


QUESTIONS = (
    Question("status", Scope.STATUS, "How far the action plans are", StatusAnswer, takes_day=True),
    Question(
        "recommendations",
        Scope.RECOMMENDATIONS,
        "How far the national recommendations are",
        Recommendations,
        takes_day=True,
    ),
    Question("reading", Scope.READING, "How many have read the plan", ReadingAnswer),
    Question("contacts", Scope.CONTACTS, "The numbers in force", ContactsAnswer),
)


@cache
def document() -> dict[str, Any]:
    """The whole description."""
    schemas: dict[str, Any] = {"Problem": PROBLEM}
    paths = {f"/api/v1/{one.path}": {"get": _operation(one, schemas)} for one in QUESTIONS}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Beredskabsportalen",
            "version": VERSION,
            "description": "Read only. Nothing about a concern, and no name of a person, is ever told here.",
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "servers": [{"url": "/"}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(one: Question, schemas: dict[str, Any]) -> dict[str, Any]:
    from pydantic import TypeAdapter

    told = TypeAdapter(one.answer).json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(told.pop("$defs", {}))
    schemas[one.answer.__name__] = told
    refusals = {**REFUSALS, **({"400": "The day is no date."} if one.takes_day else {})}
    return {
        "operationId": one.path,
        "summary": one.summary,
        "description": f"Needs the scope `{one.scope.value}`.",
        "parameters": [*([AT] if one.takes_day else []), FETCHED],
        "responses": {
            "200": {
                "description": one.summary,
                "headers": {"ETag": {"schema": {"type": "string"}}},
                "content": _content("application/json", one.answer.__name__),
            },
            "304": {"description": "The answer you have still holds."},
            **{code: _refusal(words) for code, words in sorted(refusals.items())},
        },
    }


def _refusal(words: str) -> dict[str, Any]:
    return {"description": words, "content": _content("application/problem+json", "Problem")}


def _content(kind: str, name: str) -> dict[str, Any]:
    return {kind: {"schema": {"$ref": f"#/components/schemas/{name}"}}}
