"""The vocabulary of permissions and the roles that hold them."""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from lanhmanh.accounts.rules.names import (
    LONGEST_NAME,
    LONGEST_USERNAME,
    USERNAME,
    full_name_fits,
    username_fits,
)

__all__ = [
    "LONGEST_NAME",
    "LONGEST_USERNAME",
    "USERNAME",
    "Permission",
    "Role",
    "Scope",
    "full_name_fits",
    "roles",
    "username_fits",
]


class Permission(StrEnum):
    """Everything that can be allowed; a view or a service names exactly one."""

    UNIT_VIEW = "unit.view"
    BRANCH_EDIT = "branch.edit"
    PLAN_VIEW = "plan.view"
    PLAN_EDIT = "plan.edit"
    TASK_DO = "task.do"
    ACTIVITY_VIEW = "activity.view"
    ACTIVITY_RECORD = "activity.record"
    MODEL_JUDGE = "model.judge"
    AREA_VIEW = "area.view"
    AREA_SCORE = "area.score"
    AREA_APPRAISE = "area.appraise"
    AREA_DECIDE = "area.decide"
    RULES_WRITE = "rules.write"
    PLACE_VIEW = "place.view"
    PLACE_RECORD = "place.record"
    REPORT_VIEW = "report.view"
    REPORT_FILL = "report.fill"
    REPORT_SUBMIT = "report.submit"
    REPORT_REVIEW = "report.review"
    FORM_DESIGN = "form.design"
    TARGET_SET = "target.set"
    FIGURES_VIEW = "figures.view"
    DOCUMENT_VIEW = "document.view"
    DOCUMENT_ISSUE = "document.issue"
    AUDIT_VIEW = "audit.view"
    ACCOUNT_MANAGE = "account.manage"
    CASE_WORK = "case.work"
    CASE_SUPERVISE = "case.supervise"
    CASE_OVERSEE = "case.oversee"
    KEYS_MANAGE = "keys.manage"
    KEYS_WATCH = "keys.watch"


class Scope(StrEnum):
    """Where a grant reaches, seen from the unit of the membership."""

    OWN = "own"
    CHILDREN = "children"
    BELOW = "below"
    ABOVE = "above"


@dataclass(frozen=True)
class Role:
    """A role: its names, the agency it works for, whether a second factor is a must, and its grants."""

    code: str
    name_vi: str
    name_en: str
    agency: str
    second_factor: bool
    grants: dict[Permission, frozenset[Scope]]


@cache
def roles() -> dict[str, Role]:
    """Return every role by its code, read from `data/roles.toml`."""
    table = tomllib.loads((files("lanhmanh.accounts") / "data/roles.toml").read_text("utf-8"))
    return {code: _role(code, entry) for code, entry in table.items()}


def _role(code: str, entry: dict[str, object]) -> Role:
    grants = entry["grants"]
    if not isinstance(grants, dict):
        raise TypeError(f"roles.toml: {code}.grants")
    return Role(
        code=code,
        name_vi=str(entry["name_vi"]),
        name_en=str(entry["name_en"]),
        agency=str(entry["agency"]),
        second_factor=bool(entry["second_factor"]),
        grants={Permission(name): frozenset(map(Scope, scopes)) for name, scopes in grants.items()},
    )
