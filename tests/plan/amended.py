"""The small plan of the tests, amended: one clause moved, one reworded, one dropped, one new."""

from dataclasses import replace
from datetime import datetime

import pytest

from lanhmanh import paper
from lanhmanh.kernel import clock
from lanhmanh.paper.document import Node, OfficialDocument
from lanhmanh.plan import services
from lanhmanh.plan.models import Plan, Task
from lanhmanh.plan.services import TaskChoice
from tests.plan.conftest import World, choice_of, small_document

CHANGED_ON = datetime(2021, 10, 15, 9, tzinfo=clock.VIETNAM)
AFTER = datetime(2021, 11, 2, 8, tzinfo=clock.VIETNAM)
REWORDED = "Rà soát các cơ sở hằng tháng cùng công an theo Quyết định số 1648/QĐ-UBND ngày 31/5/2019."


def amended_document() -> OfficialDocument:
    """II.2 is reworded and becomes II.1, I is dropped, II.1 moves to II.3, II.2 is new."""
    first = small_document()
    _aims, contents, doing = first.outline
    moved = replace(contents.children[0], path="II.3", label="3")
    new = Node("II.2", "2", None, ("Lập nhóm Zalo của chi hội, mỗi tháng nhắn một lần.",))
    reworded = Node("II.1", "1", None, (REWORDED,))
    sections = (replace(contents, children=(reworded, new, moved)), doing)
    cites = (first.references[0], replace(first.references[1], path="II.1"))
    return replace(first, title=f"Sửa đổi: {first.title}", outline=sections, references=cites)


def reading(monkeypatch: pytest.MonkeyPatch, **documents: OfficialDocument) -> None:
    """Let a file whose bytes are a name be read as that document, any other as the small plan."""
    monkeypatch.setattr(paper, "read", lambda data, name="": documents.get(data.decode(), small_document()))


def amend(world: World, plan: Plan, data: bytes = b"amended") -> Plan:
    """Make the draft of the amendment at the province."""
    return services.amend_plan(actor=world.province, plan=plan, data=data, name="sua-doi.md")


def confirm(world: World, draft: Plan, choices: dict[str, TaskChoice] | None = None) -> Plan:
    """Put the draft in force with every task that a person has to look at as proposed."""
    chosen = asked(draft) if choices is None else choices
    return services.confirm_plan(actor=world.province, plan=draft, choices=chosen)


def asked(draft: Plan) -> dict[str, TaskChoice]:
    """Take the tasks of reworded and new clauses as they are proposed."""
    tasks = Task.objects.filter(item__plan=draft, item__change__in=["reworded", "new"])
    return {task.uid: choice_of(task) for task in tasks}
