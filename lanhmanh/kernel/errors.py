"""The one family of errors whose text a user may read."""


class Refused(Exception):
    """Say in one sentence what is wrong, where, and what to do; nothing was changed.

    The rules say it in Vietnamese, with %(names)s for the values, and a page says it again in its reader's language
    (`ui.formats.said`); a value that has a name in both languages is a pair, Vietnamese first.
    """

    def __init__(self, sentence: str, **values: object) -> None:
        """Keep the sentence and its values; the text of the error is Vietnamese."""
        self.sentence: str = sentence
        self.values: dict[str, object] = values
        first = {name: value[0] if isinstance(value, tuple) else value for name, value in values.items()}
        super().__init__(sentence % first if values else sentence)


def sentence(text: str) -> str:
    """Return the text: it marks, for the catalogue of translations, a sentence that is kept under a name."""
    return text
