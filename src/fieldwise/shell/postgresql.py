"""Whether a PostgreSQL server can be used, asked before Django knows of it."""

from urllib.parse import urlsplit

SCHEMES = ("postgresql", "postgres")
OLDEST = 14  # Django 5.2 refuses older ones
TIMEOUT_SECONDS = 5


class Unusable(Exception):
    """The database cannot be used; the message says why and how to mend it."""


def server_version(url: str) -> str:
    """The version of the server behind the URL, which we may use; raises Unusable."""
    import psycopg

    if urlsplit(url).scheme not in SCHEMES:
        raise Unusable("A database is written postgresql://user:password@host/name.")
    try:
        with psycopg.connect(url, connect_timeout=TIMEOUT_SECONDS) as connection:
            version = connection.info.server_version
            row = connection.execute("SELECT has_schema_privilege(current_schema(), 'CREATE')").fetchone()
    except psycopg.Error as problem:
        raise Unusable(f"The database cannot be opened: {first_line(problem)}.")
    if version < OLDEST * 10_000:
        raise Unusable(f"The server is PostgreSQL {version // 10_000}; version {OLDEST} or newer is needed.")
    if not row or not row[0]:
        raise Unusable(
            "The user may not make tables in this database. Make the user its owner: "
            "ALTER DATABASE … OWNER TO …;"
        )
    return f"{version // 10_000}.{version % 10_000}"


def first_line(problem: Exception) -> str:
    """The first line of a long message, without its full stop."""
    return (str(problem).strip() or type(problem).__name__).splitlines()[0].rstrip(".")
