"""What a browser may load on our pages: one policy for every answer."""

from functools import cached_property

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class PolicyMiddleware(CSPMiddleware):
    """Django-csp, with the policy worked out once: no answer of ours changes it, and none has a nonce."""

    @cached_property
    def policy(self) -> str:
        """The header, as the settings say it."""
        return build_policy()

    def process_request(self, request: HttpRequest) -> None:
        """Nothing: a page that wanted a nonce would hold a script in its text."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Put it on every answer."""
        response.headers.setdefault(HEADER, self.policy)
        return response
