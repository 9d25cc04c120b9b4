"""What each command does; Django is started only by those that need it."""

from lanhmanh.config.commands.cases import retention
from lanhmanh.config.commands.issues import reproduce, verify
from lanhmanh.config.commands.keys import ceremony, drill, recover
from lanhmanh.config.commands.papers import paper_read, paper_write
from lanhmanh.config.commands.places import units_load, units_tree
from lanhmanh.config.commands.server import demo, migrate, serve
from lanhmanh.config.commands.start import BadArgument
from lanhmanh.config.commands.work import account, consolidate, plan_import, rebuild

__all__ = [
    "BadArgument",
    "account",
    "ceremony",
    "consolidate",
    "demo",
    "drill",
    "migrate",
    "paper_read",
    "paper_write",
    "plan_import",
    "rebuild",
    "recover",
    "reproduce",
    "retention",
    "serve",
    "units_load",
    "units_tree",
    "verify",
]
