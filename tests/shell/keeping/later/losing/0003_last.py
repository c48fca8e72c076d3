from tests.shell.keeping.later.steps import Losing as Migration

__all__ = ["Migration"]
