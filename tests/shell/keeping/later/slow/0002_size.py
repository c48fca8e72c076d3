from tests.shell.keeping.later.steps import Second as Migration

__all__ = ["Migration"]
