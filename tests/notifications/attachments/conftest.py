from tests.journeys.conftest import ready

__all__ = ["ready"]
