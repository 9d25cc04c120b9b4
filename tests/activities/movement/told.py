"""A model, what it showed and the questions of a quiz, as they are told."""

from datetime import date
from decimal import Decimal

from lanhmanh.activities.rules.quizzes import Question
from lanhmanh.activities.rules.spreading import Shown, Told

TOLD = Told("Ấp bình yên", "Giữ ấp yên.", "Mỗi tuần đi tuần một lần.", 12_000_000, "Quỹ Hội", date(2021, 3, 1), None)
SHOWN = Shown("Vụ gây rối", "vụ", Decimal("7"), Decimal("2.5"), date(2021, 1, 1), date(2021, 12, 1))
QUESTIONS = [Question(f"Câu hỏi {n}?", ("Đúng", "Sai", "Không biết"), n % 3) for n in range(5)]
