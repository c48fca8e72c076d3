"""What people enter about themselves, and the roster files that are uploaded."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from fieldwise.rulebook.people.names import name_refusal, written_name
from fieldwise.standards.hr_roster import RosterUnreadable, read_mapping

MODES = [
    ("changes", "Some people: whoever is not in the file stays as they are"),
    ("whole", "Everybody: whoever is not in the file has left"),
]
OUR_COLUMNS, NEWEST_MAP = "", "newest"


class NameForm(forms.Form):
    """The name of who has none in the roster."""

    name = forms.CharField(
        label="Your name",
        help_text="First name and family name, as they should stand on a certificate.",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Enter your name."},
    )

    def clean_name(self) -> str:
        name = written_name(self.cleaned_data["name"])
        if refusal := name_refusal(name):
            raise forms.ValidationError(refusal.sentence)
        return name


class RosterForm(forms.Form):
    """A roster file, how its columns map to ours, and whether it lists everybody."""

    file = forms.FileField(
        label="The file",
        help_text="CSV or XLSX, at most 20 MB.",
        error_messages={"required": "Choose a file.", "empty": "The file is empty."},
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )
    mapping = forms.ChoiceField(label="Its columns", required=False)
    mapping_file = forms.FileField(
        label="A map for its columns",
        help_text="A TOML file that says what this file calls our columns. It takes the place of the choice above.",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".toml"}),
    )
    mode = forms.ChoiceField(label="Who is in it", choices=MODES, initial="changes", widget=forms.RadioSelect)

    def __init__(self, *args: Any, newest_map: tuple[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.newest_map = newest_map
        choices = [(OUR_COLUMNS, "They have our names, such as employee_id")]
        if newest_map[1]:
            choices.append((NEWEST_MAP, f"As the map read last says: {newest_map[0]}"))
        self.fields["mapping"].choices = choices  # type: ignore[attr-defined]

    def clean_file(self) -> "UploadedFile[bytes]":
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        most = settings.ROSTER_UPLOAD_MAX_BYTES
        if Path(file.name or "").suffix.lower() not in (".csv", ".xlsx"):
            raise forms.ValidationError(
                f"{file.name} does not end in .csv or .xlsx. Save the roster as one of them."
            )
        if (file.size or 0) > most:
            size = (file.size or 0) / (1 << 20)
            raise forms.ValidationError(
                f"{file.name} has {size:,.0f} MB. {most >> 20} MB are the most; split it."
            )
        return file

    def clean_mapping_file(self) -> tuple[str, str]:
        """The map's name and text; two empty texts without a map."""
        file = self.cleaned_data["mapping_file"]
        if not file:
            return "", ""
        try:
            text = file.read(settings.DATA_UPLOAD_MAX_MEMORY_SIZE).decode("utf-8-sig")
            read_mapping(text, file.name)
        except UnicodeDecodeError:
            raise forms.ValidationError(f"{file.name} is not a text file in UTF-8.") from None
        except RosterUnreadable as error:
            raise forms.ValidationError(str(error)) from error
        return file.name, text

    @property
    def chosen_map(self) -> tuple[str, str]:
        """Name and text of the map to read by."""
        given: tuple[str, str] = self.cleaned_data["mapping_file"]
        newest = self.newest_map if self.cleaned_data["mapping"] == NEWEST_MAP else ("", "")
        return given if given[1] else newest

    @contextmanager
    def file_on_disk(self) -> Iterator[Path]:
        """The upload as a file of its own, gone afterwards."""
        with tempfile.NamedTemporaryFile() as copy:
            for piece in self.cleaned_data["file"].chunks():
                copy.write(piece)
            copy.flush()
            yield Path(copy.name)
