"""Lists in and out of Excel, one way for every register.

A context says what its list is and what becomes of it; the rest stands here: the template with drop-downs, the upload,
the preview, the deed at once or not at all, the sheet of rows to mend, the export that can be read in again.

    KIND = lists.ListKind(
        "doi-cong-tac-xa-hoi", sentence("Đội công tác xã hội tình nguyện"),
        (
            lists.Column("name", sentence("Tên đội"), lists.text(200), required=True, width=30),
            lists.Column("founded_on", sentence("Ngày thành lập"), lists.day),
            lists.Column("source", sentence("Nguồn"), lists.choice(Source.choices), required=True),
        ),
        notes=(sentence("Mỗi dòng là một đội."),),
        same=("name",),
    )

    @page(needs=Permission.ACTIVITY_RECORD)
    @require_http_methods(["GET", "POST"])
    def teams_list(request):
        return lists.serve_list(
            request, KIND, judge=judge, take=take, into=Team, back=reverse("activities:teams"), current=rows,
        )

Readers: `text(most, lines=False)`, `digits(10, 13)` (codes: noughts that Excel dropped come back), `day`,
`whole(least, most)` (money in đồng too), `decimal(places, least, most)`, `choice(labels)` (a mapping, pairs such as
`TextChoices.choices`, or a function that gives a mapping), `yes_no`. What may be chosen is the reader's own: a column
has no `choices` of its own. A missing value is None. Headings, titles and notes are marked by `kernel.errors.sentence`;
workbooks are Vietnamese whoever downloads them, pages are in the reader's language.

`judge(rows)` gets the rows that could be read and returns number of the row → `Verdict(faults, warnings, double, url)`
for those of which there is something to say, in a constant number of queries. A row with faults is not taken; nor is a
double, whose words say what it is the same as (`url`: where that stands). `take(rows)` is one service call on what is
left. It gives `row.uid` to what it makes and `into` names that model: a list sent twice counts once. Both run again, in
one transaction, when the list is confirmed; what is then no longer what was shown is shown again.

`blank`, `export`, `to_mend` and `read` are the same by hand; `export_response` hands an export out.
"""

from lanhmanh.paper.cells import choice, day, decimal, digits, text, whole, yes_no
from lanhmanh.paper.lists import MOST_BYTES, MOST_ROWS, Column, Fault, ListKind, Row
from lanhmanh.ui.lists.books import blank, export, export_response, to_mend
from lanhmanh.ui.lists.judging import Judge, Take, Verdict, read
from lanhmanh.ui.lists.pages import serve_list

__all__ = [
    "MOST_BYTES", "MOST_ROWS", "Column", "Fault", "Judge", "ListKind", "Row", "Take", "Verdict", "blank", "choice",
    "day", "decimal", "digits", "export", "export_response", "read", "serve_list", "text", "to_mend", "whole", "yes_no",
]  # fmt: skip
