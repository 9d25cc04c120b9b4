"""What is refused is said in one sentence, which a page may say again in another language."""

from lanhmanh.kernel.errors import Refused, sentence


def test_a_refusal_reads_in_vietnamese_and_keeps_its_parts() -> None:
    refusal = Refused(sentence("%(file)s lớn hơn %(most)s MB."), file=("Tệp", "The file"), most=20)
    assert str(refusal) == "Tệp lớn hơn 20 MB."
    assert (refusal.sentence, refusal.values) == (
        "%(file)s lớn hơn %(most)s MB.",
        {"file": ("Tệp", "The file"), "most": 20},
    )


def test_a_sentence_without_values_is_left_as_it_is() -> None:
    assert str(Refused("Tăng 20 % là quá nhiều.")) == "Tăng 20 % là quá nhiều."
