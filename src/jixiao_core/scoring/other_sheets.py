"""Other sheets: the same evidence under switched answers, or with one assumption more, each scored once."""

from __future__ import annotations

from jixiao_core.errors import InvalidValueError
from jixiao_core.scoring.elimination import Answers
from jixiao_core.scoring.sheet import ScoreSheet

__all__ = ["OtherSheets"]


class OtherSheets:
    """
    The sheets that a sheet is compared with: whole ones, so that whatever a rubric does to a row is done to them too.

    Args:
        sheet: the score under the answers in force.
    """

    def __init__(self, sheet: ScoreSheet) -> None:
        self._sheet = sheet
        self._read: dict[Answers, ScoreSheet | None] = {(): sheet}
        self._assumed: dict[str, ScoreSheet] = {}

    def under(self, switched: Answers) -> ScoreSheet | None:
        """Return the sheet under some switched answers; None where these cannot go together."""
        if switched not in self._read:
            try:
                rubric = self._sheet.rubric.under(dict(switched))
                self._read[switched] = ScoreSheet(rubric, self._sheet.evidence, self._sheet.assumptions)
            except InvalidValueError:
                self._read[switched] = None
        return self._read[switched]

    def assuming(self, name: str) -> ScoreSheet:
        """Return the sheet with one assumption more."""
        if name not in self._assumed:
            names = tuple(sorted({*self._sheet.assumptions, name}))
            self._assumed[name] = ScoreSheet(self._sheet.rubric, self._sheet.evidence, names)
        return self._assumed[name]
