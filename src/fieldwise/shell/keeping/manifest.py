"""What a backup says of itself, in its file manifest.json."""

from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Count = Annotated[int, Field(ge=0)]
Word = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,99}$")]
MigrationName = Annotated[str, Field(pattern=r"^[A-Za-z0-9_]{1,255}$")]
# The first three are those of the data folder; a line of the last is the name of a media file and its size.
FileName = Literal["secret", "settings.toml", "seals.jsonl", "media.jsonl"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class FilePart(_Part):
    """A file in the backup, unpacked."""

    size_bytes: Count
    sha256: Sha256


class TablePart(FilePart):
    """The rows of a table, in rows/NAME.jsonl."""

    name: Word
    columns: tuple[Word, ...]
    rows: Count


class SealPart(_Part):
    """The newest seal of the ledger."""

    number: Count
    hash: str


class Manifest(_Part):
    """The whole of it. `format` is what a reader must know; `migrations` are those that the database had."""

    format: Literal[1]
    fieldwise: str
    taken_at: AwareDatetime
    migrations: tuple[tuple[Word, MigrationName], ...]
    tables: tuple[TablePart, ...]
    files: dict[FileName, FilePart]
    newest_seal: SealPart | None

    @model_validator(mode="after")
    def _names_differ(self) -> "Manifest":
        if len({table.name for table in self.tables}) < len(self.tables):
            raise ValueError("a table is named twice")
        return self

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables)

    @property
    def members(self) -> dict[str, FilePart]:
        """Every other file in the backup by its name there."""
        files: dict[str, FilePart] = {row_file(table.name): table for table in self.tables}
        files.update((str(name), part) for name, part in self.files.items())
        return files


def row_file(table: str) -> str:
    """Where in a backup the rows of a table lie."""
    return f"rows/{table}.jsonl"
