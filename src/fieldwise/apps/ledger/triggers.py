"""The triggers that refuse every change of what the ledger holds, for both databases."""

TABLES = ("ledger_entry", "ledger_seal", "ledger_sealmember")
REFUSAL = "The ledger is append-only."

SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{refusal}'); END
"""
POSTGRESQL_FUNCTION = f"""
CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$
"""
POSTGRESQL = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()
"""


def create_statements(vendor: str) -> list[str]:
    """The SQL that puts the triggers in place; `vendor` as Django names it."""
    if vendor == "sqlite":
        return [
            SQLITE.format(table=table, verb=verb, refusal=REFUSAL)
            for table in TABLES
            for verb in ("update", "delete")
        ]
    return [POSTGRESQL_FUNCTION, *(POSTGRESQL.format(table=table) for table in TABLES)]


def drop_statements(vendor: str) -> list[str]:
    """The SQL that takes them away again."""
    if vendor == "sqlite":
        return [f"DROP TRIGGER {table}_no_{verb}" for table in TABLES for verb in ("update", "delete")]
    return [f"DROP TRIGGER {table}_append_only ON {table}" for table in TABLES]
