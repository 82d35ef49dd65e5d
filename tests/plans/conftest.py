from tests.plans.books import book  # noqa: F401 - a fixture
