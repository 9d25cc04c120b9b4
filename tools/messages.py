"""Gather the interface's messages into the English catalogue and compile it.

The message ids are the Vietnamese sentences of the code; only English needs a catalogue. Run after a sentence is
added or changed: `python tools/messages.py`. What Django and allauth say by themselves is put into Vietnamese by hand
in locale/vi, which is only compiled here. It needs GNU gettext; the compiled catalogues are committed, so that whoever
only runs the software needs none.
"""

import os
import sys
from pathlib import Path

import django
import polib  # type: ignore[import-untyped]
from django.core.management import call_command
from django.core.management.commands.makemessages import Command

PACKAGE = Path(__file__).resolve().parents[1] / "lanhmanh"
CATALOGUE = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"
BORROWED = PACKAGE / "locale" / "vi" / "LC_MESSAGES" / "django.po"
IDLE = ("POT-Creation-Date", "PO-Revision-Date", "Report-Msgid-Bugs-To", "Last-Translator", "Language-Team")


class Gathering(Command):
    """Take also the sentences that the rules mark by kernel.errors.sentence."""

    xgettext_options = [*Command.xgettext_options, "--keyword=sentence"]


def main() -> int:
    """Refresh the .po, compile the .mo, and list what still has no English; the exit code is 1 when any is left."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lanhmanh.config.settings")
    sys.path.insert(0, str(PACKAGE.parent))
    django.setup()
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    os.chdir(PACKAGE)
    call_command(Gathering(), locale=["en"], add_location="file", no_wrap=True, no_obsolete=True, verbosity=0)
    catalogue = settled()
    polib.pofile(str(BORROWED)).save_as_mofile(str(BORROWED.with_suffix(".mo")))
    waiting = [*catalogue.untranslated_entries(), *catalogue.fuzzy_entries()]
    for entry in waiting:
        print(entry.msgid)
    return 1 if waiting else 0


def settled() -> polib.POFile:
    """Write the catalogue without dates and names, so that an idle run changes nothing, and compile it."""
    catalogue = polib.pofile(str(CATALOGUE), wrapwidth=0)
    for field in IDLE:
        catalogue.metadata.pop(field, None)
    catalogue.header, catalogue.metadata_is_fuzzy = "English of the interface; the message ids are Vietnamese.", False
    catalogue.metadata["Project-Id-Version"] = "lanhmanh"
    catalogue.metadata["Language"] = "en"
    catalogue.metadata["Plural-Forms"] = "nplurals=2; plural=(n != 1);"
    catalogue.save()
    catalogue.save_as_mofile(str(CATALOGUE.with_suffix(".mo")))
    return catalogue


if __name__ == "__main__":
    sys.exit(main())
