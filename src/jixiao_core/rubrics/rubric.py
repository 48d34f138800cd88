"""The rubric: one published table with its facts, questions and grades, checked as a whole when it is made."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Literal, Self, TypeAlias

from attrs import evolve, field, frozen

from jixiao_core._display import html_of, rich_of
from jixiao_core.errors import Problem, UnknownNameError, raise_if
from jixiao_core.exact.numbers import exact, optional_exact, shown
from jixiao_core.messages import Message, Text
from jixiao_core.rubrics.facts import FactDefinition
from jixiao_core.rubrics.grades import Adjustment, GradeCap, GradeScale, RoundingStep
from jixiao_core.rubrics.indicators import Group, Indicator, NotApplicablePolicy, Pool, Question, Reading
from jixiao_core.rubrics.memo import Memo
from jixiao_core.rubrics.names import most_alike_first, parent_id
from jixiao_core.rubrics.sources import FiscalYears, Issuer, LegalBasis

__all__ = ["SEMANTICS", "Node", "Rubric"]

SEMANTICS = 1
"""The meaning of the format that this library knows; a rubric of another meaning is refused."""

Node: TypeAlias = Group | Pool | Indicator
"""What stands in the tree of a rubric."""


@frozen(kw_only=True, repr=False)
class Rubric:
    """
    One version of one scoring table.

    Attributes:
        series: the name of the table through its editions.
        edition: the fiscal year in whose use it was transcribed.
        revision: of our transcription and adopted readings.
        semantics: the meaning of the format.
        kind: what is scored.
        title: its title, as printed.
        issuer: who issued the form.
        legal_basis: the documents that it cites.
        fiscal_years: the years that it is meant for.
        points: the full total.
        not_applicable: what a row that does not apply is worth, unless its group or it says otherwise.
        rounding: the only places where anything is rounded, in the order measure, indicator, group, total.
        claim_quantum: the precision in which self-assessed scores are printed; a claim agrees with a computed score
            that rounds to it (四舍五入).
        grades: the rating scale, where the form has one.
        grade_caps: conditions that cap the rating.
        adjustments: what is added to or taken from the total.
        total_ceiling: the most that the total can be after adjustments; None: `points`.
        questions: what the table leaves open, with the adopted answers.
        groups: indicators of the first and second level, in printed order.
        pools: points shared by several rows.
        indicators: the rows, in printed order.
        facts: every fact that a measure or a proxy uses.
        notes: the remarks printed under the table.
        limitations: what this transcription does not cover.
        derived_from: the pin of the rubric that it was tailored from.
        answers: pairs of question and answer that replace adopted ones; never part of the published identity.
        memo: what has been computed about it.
    """

    series: str
    edition: int
    revision: int
    semantics: int = SEMANTICS
    kind: Literal["department", "project", "self_evaluation"]
    title: Text
    issuer: Issuer
    legal_basis: tuple[LegalBasis, ...] = ()
    fiscal_years: FiscalYears
    points: Fraction = field(default=Fraction(100), converter=exact)
    not_applicable: NotApplicablePolicy = "full_points"
    rounding: tuple[RoundingStep, ...] = ()
    claim_quantum: Fraction = field(default=Fraction(1, 100), converter=exact)
    grades: GradeScale | None = None
    grade_caps: tuple[GradeCap, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    total_ceiling: Fraction | None = field(default=None, converter=optional_exact)
    questions: tuple[Question, ...] = ()
    groups: tuple[Group, ...] = ()
    pools: tuple[Pool, ...] = ()
    indicators: tuple[Indicator, ...]
    facts: tuple[FactDefinition, ...] = ()
    notes: tuple[Text, ...] = ()
    limitations: tuple[Text, ...] = ()
    derived_from: str = ""
    answers: tuple[tuple[str, str], ...] = field(default=(), metadata={"identity": False})
    _by_id: dict[str, Node] = field(init=False, repr=False, eq=False, metadata={"identity": False})
    _facts_by_id: dict[str, FactDefinition] = field(init=False, repr=False, eq=False, metadata={"identity": False})
    _by_parent: dict[str, tuple[Node, ...]] = field(init=False, repr=False, eq=False, metadata={"identity": False})
    _policies: dict[str, NotApplicablePolicy] = field(init=False, repr=False, eq=False, metadata={"identity": False})
    memo: Memo = field(init=False, repr=False, eq=False, factory=Memo, metadata={"identity": False})

    def __attrs_post_init__(self) -> None:
        nodes: tuple[Node, ...] = (*self.groups, *self.pools, *self.indicators)
        object.__setattr__(self, "_by_id", {node.id: node for node in nodes})
        object.__setattr__(self, "_facts_by_id", {fact.id: fact for fact in self.facts})
        object.__setattr__(self, "_by_parent", self._children())
        object.__setattr__(self, "_policies", {node.id: self._nearest_policy(node.id) for node in nodes})
        # Imported here because the checks read whole rubrics, and so stand above them.
        from jixiao_core.rubrics.consistency import rubric_problems

        raise_if(rubric_problems(self))

    def __repr__(self) -> str:
        return f"<Rubric {self.pin}>"

    def _repr_html_(self) -> str:
        """Return the official scoring table, for notebooks."""
        return html_of(self)

    def __rich__(self) -> object:
        """Return the table for a terminal, for rich."""
        return rich_of(self)

    @property
    def pin(self) -> str:
        """``series@edition.revision``, the name by which applications pin it."""
        return f"{self.series}@{self.edition}.{self.revision}"

    @property
    def highest_total(self) -> Fraction:
        """The most that a total can be: the ceiling of the table, or all of its points."""
        return self.total_ceiling or self.points

    @property
    def digest(self) -> str:
        """``sha256:…`` over the canonical form of what was published; `under` does not change it."""
        from jixiao_core.rubrics.identity import digest_of

        if self.memo.digest is None:
            self.memo.digest = digest_of(self)
        digest: str = self.memo.digest
        return digest

    def __getitem__(self, node_id: str) -> Node:
        """Return the group, pool or indicator called `node_id`; UnknownNameError lists the known ones."""
        try:
            return self._by_id[node_id]
        except KeyError:
            raise UnknownNameError(_unknown("rubrics.unknown_indicator", node_id, tuple(self._by_id))) from None

    def indicator(self, indicator_id: str) -> Indicator:
        """Return the row called `indicator_id`, as it is published; UnknownNameError if it is not a row."""
        node = self._by_id.get(indicator_id)
        if isinstance(node, Indicator):
            return node
        known = tuple(indicator.id for indicator in self.indicators)
        raise UnknownNameError(_unknown("rubrics.unknown_indicator", indicator_id, known))

    def fact(self, fact_id: str) -> FactDefinition:
        """Return the definition of a fact; UnknownNameError lists the known ones."""
        try:
            return self._facts_by_id[fact_id]
        except KeyError:
            raise UnknownNameError(_unknown("rubrics.unknown_fact", fact_id, tuple(self._facts_by_id))) from None

    def knows_fact(self, fact_id: str) -> bool:
        """Say whether a measure or proxy of this rubric uses the fact."""
        return fact_id in self._facts_by_id

    def question(self, question_id: str) -> Question:
        """Return a question of interpretation; UnknownNameError lists the known ones."""
        for question in self.questions:
            if question.id == question_id:
                return question
        known = tuple(question.id for question in self.questions)
        raise UnknownNameError(_unknown("rubrics.unknown_question", question_id, known))

    def pool_of(self, indicator_id: str) -> Pool | None:
        """Return the pool that a row shares, if it does."""
        return next((pool for pool in self.pools if indicator_id in pool.members), None)

    def members(self, group_id: str) -> tuple[Node, ...]:
        """
        Return what stands directly under a group (under nothing: the first level), pools instead of their members.

        A pool stands where its first member stands.
        """
        return self._by_parent.get(group_id, ())

    def _children(self) -> dict[str, tuple[Node, ...]]:
        pooled = {member: pool for pool in self.pools for member in pool.members}
        found: dict[str, dict[str, Node]] = {}
        nodes: tuple[Group | Indicator, ...] = (*self.groups, *self.indicators)
        for node in nodes:
            shown_node: Node = pooled.get(node.id, node)
            found.setdefault(parent_id(node.id), {})[shown_node.id] = shown_node
        return {parent: tuple(children.values()) for parent, children in found.items()}

    def policy(self, node_id: str) -> NotApplicablePolicy:
        """Return the policy for rows that do not apply: the row's own, its nearest group's, or the rubric's."""
        return self._policies.get(node_id) or self._nearest_policy(node_id)

    def _nearest_policy(self, node_id: str) -> NotApplicablePolicy:
        while node_id:
            node = self._by_id.get(node_id)
            if isinstance(node, (Indicator, Group)) and node.not_applicable is not None:
                return node.not_applicable
            node_id = parent_id(node_id)
        return self.not_applicable

    def rounding_at(self, place: Literal["measure", "indicator", "group", "total"]) -> RoundingStep | None:
        """Return the rounding step at a place, if the rubric has one."""
        return next((step for step in self.rounding if step.at == place), None)

    @property
    def assumptions(self) -> dict[str, Text]:
        """The names of the assumptions that its facts offer, each with its words."""
        return {proxy.assumption: proxy.note for fact in self.facts for proxy in fact.proxies}

    def under(self, answers: Mapping[str, str]) -> Self:
        """
        Return the same published rubric read under other answers.

        Args:
            answers: question id to answer id; an adopted answer is allowed and changes nothing.

        Raises:
            UnknownNameError: for questions or answers that the rubric does not declare, all at once.
            InvalidValueError: when two answers replace the same part of one row.
        """
        raise_if(self._answer_problems(answers), UnknownNameError)
        merged = {**dict(self.answers), **answers}
        chosen = tuple((name, merged[name]) for name in sorted(merged) if merged[name] != self.question(name).adopted)
        changed = evolve(self, answers=chosen)
        raise_if(changed.clashes())
        return changed

    def read(self, indicator: Indicator) -> Indicator:
        """Return the row with the readings of `answers` in place of the adopted ones."""
        return indicator.with_readings(self.chosen_readings(indicator))

    def chosen_readings(self, indicator: Indicator) -> tuple[Reading, ...]:
        """Return the readings of a row that `answers` switch on."""
        answers = dict(self.answers)
        return tuple(reading for reading in indicator.readings if answers.get(reading.question) == reading.id)

    def clashes(self) -> Iterator[Problem]:
        """Yield a problem for every row in which two chosen answers replace the same part."""
        for row in self.indicators:
            chosen = self.chosen_readings(row)
            for part in row.clashing(chosen):
                same = tuple(reading.question for reading in chosen if getattr(reading, part) is not None)
                yield Problem(Message.of("rubrics.readings_clash", part=part, questions=same), row.id)

    def _answer_problems(self, answers: Mapping[str, str]) -> Iterator[Problem]:
        known = {question.id: question for question in self.questions}
        for name, answer in answers.items():
            if name not in known:
                yield _unknown("rubrics.unknown_question", name, tuple(known))
                continue
            allowed = tuple(each.id for each in known[name].answers)
            if answer not in allowed:
                yield Problem(Message.of("rubrics.unknown_answer", question=name, found=shown(answer), known=allowed))


def _unknown(code: str, name: str, known: tuple[str, ...]) -> Problem:
    return Problem(Message.of(code, found=shown(name), known=most_alike_first(name, known)))
