"""Documents coming in: files, pasted text, text typed from a scan."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

ACCEPTED = ".txt,.docx,.pdf,.html,.htm,.png,.jpg,.jpeg,.tif,.tiff"


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files, empty ones too: each is judged at its own row."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            widget=SeveralFiles(attrs={"accept": ACCEPTED}), allow_empty_file=True, **options
        )

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        found = data if isinstance(data, list | tuple) else [data] if data else []
        if self.required and not found:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return list(found)


class UploadForm(forms.Form):
    """Files to register."""

    files = FilesField(  # type: ignore[assignment]
        label=_("Files"), error_messages={"required": _("Choose at least one file.")}
    )


class PasteForm(forms.Form):
    """A document pasted as text."""

    text = forms.CharField(
        label=_("Text of the document"),
        widget=forms.Textarea(attrs={"rows": 12}),
        strip=False,
        error_messages={"required": _("Paste the text of the document.")},
    )


class TypedForm(forms.Form):
    """The text of a scan, typed by a person; `ticket` names the file that is kept."""

    ticket = forms.CharField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Text of the document"),
        widget=forms.Textarea(attrs={"rows": 16}),
        strip=False,
        error_messages={"required": _("Type the text of the document.")},
    )
