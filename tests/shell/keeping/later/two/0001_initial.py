from tests.shell.keeping.later.steps import First as Migration

__all__ = ["Migration"]
