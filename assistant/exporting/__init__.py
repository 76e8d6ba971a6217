"""Answers as files of other programs: pure functions from answers to text; `saving` writes a file."""

from assistant.exporting.forms import FORMS, Form, export, file_name, form_of

__all__ = ["FORMS", "Form", "export", "file_name", "form_of"]
