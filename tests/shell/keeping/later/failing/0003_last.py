from tests.shell.keeping.later.steps import Failing as Migration

__all__ = ["Migration"]
