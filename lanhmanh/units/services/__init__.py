"""Changes of the tree: tables are loaded, branches and partner agencies are set up."""

from lanhmanh.units.services.ancestry import rebuild_ancestry
from lanhmanh.units.services.bodies import add_agency, add_partner_agencies, create_branch, join_branch
from lanhmanh.units.services.loading import Loaded, load_province, load_tables

__all__ = [
    "Loaded",
    "add_agency",
    "add_partner_agencies",
    "create_branch",
    "join_branch",
    "load_province",
    "load_tables",
    "rebuild_ancestry",
]
