from tests.shell.keeping.later.steps import Slow as Migration

__all__ = ["Migration"]
