"""What a suite's tests hold in their hands: a case with its checks bound, and one arm's reply."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from harness.cases import Case
from harness.checks import Bound, CheckError, Given, Vectors, bind
from harness.replies import Reply
from harness.source import SourceError

__all__ = ["Miss", "SuiteCase", "SuiteReply", "WrongArm", "bind_case", "bound_checks", "given_of"]


_NOTES = {
    "length": " (the reply was cut at the length limit)",
    "overlong": " (nothing was generated: the prompt does not fit the model's context)",
}


OfTexts = Callable[[Iterable[str]], Vectors]
"""Texts → their vectors."""


class Miss(Exception):
    """The reply is not what the case asks for; says why. Not an error: it is counted, and the gate decides."""


class WrongArm(Exception):
    """A reply was scored while another arm's turn was on: a fixture kept it from before."""


@dataclass(frozen=True, slots=True)
class SuiteReply:
    """The reply to score: the candidate's at first, then each baseline's, through the same test function."""

    case: SuiteCase = field(repr=False)
    text: str
    finish: str
    given: Given
    """What the model had before it; the prompt may be a variant of the case's."""
    arm: str
    turn: Callable[[], str] = field(repr=False)
    asked: Callable[[], None] = field(repr=False)
    """Called when the case's own checks are asked for."""
    vectors: OfTexts | None = field(default=None, repr=False)
    """Of the embedding model, where the settings name one."""

    def expect(self, *names: object, **checks: Any) -> None:
        """Hold the reply to checks named as in YAML: `reply.expect(max_words=60, language="ru", no_secrets=True)`.

        Raises:
            Miss: at least one does not hold; all reasons of this call are given, and the test ends here.
            CheckError: unknown check or bad arguments.
        """
        __tracebackhide__ = True  # a mistake is shown where the suite made it
        try:
            bound = bound_checks(names, checks)
        except CheckError as e:
            raise CheckError(str(e), e.path) from None
        self.hold(bound)

    def hold(self, checks: list[Bound]) -> None:
        """Hold the reply to bound checks; see `expect`."""
        if self.turn() != self.arm:
            raise WrongArm(
                f"the reply of the {self.arm} was scored in the turn of the {self.turn()}. A fixture that takes a "
                "reply must name `reply` among its parameters, so that it is made anew for each arm."
            )
        verdicts = [check.judge(self.text, self.given, self._vectors(check)) for check in checks]
        reasons = [v.reason for v in verdicts if not v.passed]
        if reasons:
            raise Miss("; ".join(reasons) + _NOTES.get(self.finish, ""))

    def _vectors(self, check: Bound) -> Vectors | None:
        return self.vectors([self.text, *compared]) if self.vectors and (compared := check.compared) else None


@dataclass(frozen=True, slots=True)
class SuiteCase:
    """A case as a test sees it."""

    data: Case
    checks: tuple[Bound, ...] = field(repr=False)

    @property
    def id(self) -> str:
        """Unique in its suite."""
        return self.data.id

    @property
    def prompt(self) -> str:
        """The customer's last message."""
        return self.data.prompt

    @property
    def tags(self) -> tuple[str, ...]:
        """As the file gave them."""
        return self.data.tags

    def expect(self, reply: SuiteReply) -> None:
        """Hold a reply to all of the case's own checks.

        Raises:
            Miss: at least one does not hold.
            TypeError: it is something else, as where a `conftest.py` has a fixture `reply` of its own.
        """
        if not isinstance(reply, SuiteReply):
            raise TypeError(
                f"case.expect(reply) takes the fixture `reply` of ckptgate, not a {type(reply).__name__}: does a "
                "conftest.py have a fixture of that name? Give it another one."
            )
        reply.asked()
        reply.hold(list(self.checks))

    def answered(
        self,
        reply: Reply,
        given: Given,
        arm: str,
        turn: Callable[[], str],
        asked: Callable[[], None],
        vectors: OfTexts | None = None,
    ) -> SuiteReply:
        """One arm's reply to this case or to a variant of it, ready to be scored."""
        return SuiteReply(self, reply.text, reply.finish, given, arm, turn, asked, vectors)


def bound_checks(names: Sequence[object], checks: Mapping[str, Any]) -> list[Bound]:
    """The checks of one `reply.expect(...)`, by what stands between its brackets.

    Raises:
        CheckError: nothing stands there, a check is not named as an argument, is unknown, or its arguments don't fit.
    """
    if names:
        written = [name if isinstance(name, str) and name.isidentifier() else "max_words" for name in names]
        raise CheckError(
            f"a check is named as an argument: write reply.expect({', '.join(f'{w}=True' for w in written)})"
        )
    if not checks:
        raise CheckError("reply.expect() names no check: write reply.expect(max_words=60)")
    return [bind(name, arguments) for name, arguments in checks.items()]


def given_of(case: Case, system: str = "") -> Given:
    """What a model that replies to a case has before it."""
    earlier = [m.content for m in case.messages[:-1] if m.role == "user"]
    return Given(prompt=case.prompt, context="\n".join(case.context), system=system, earlier="\n\n".join(earlier))


def bind_case(case: Case) -> SuiteCase:
    """Bind the checks a case names.

    Raises:
        SourceError: an unknown check or arguments it does not take, at the line of the expectation.
    """
    bound = []
    for (name, arguments), line, part in zip(case.expect, case.expect_lines, case.expect_parts, strict=True):
        try:
            bound.append(bind(name, arguments))
        except CheckError as e:
            if part is not None and e.path and e.path[0] in part.data:
                raise SourceError(str(e), file=part.file, line=part.line(e.path)) from e
            raise SourceError(f"case {case.id!r}: {e}", file=case.file, line=line) from e
    _refuse_contradiction(case, bound)
    return SuiteCase(case, tuple(bound))


def _refuse_contradiction(case: Case, bound: Sequence[Bound]) -> None:
    """Lengths and languages that no reply can have at once; two numbers or words may well both stand in one."""
    limits = {check.check.name: check.arguments["limit"] for check in bound if "limit" in check.arguments}
    low, high = limits.get("min_words", 0), limits.get("max_words")
    if high is not None and low > high:
        what = f"no reply has {low} words or more and {high} at most"
        raise SourceError(f"case {case.id!r}: min_words and max_words: {what}", file=case.file, line=case.line)
    codes = {check.arguments["code"] for check in bound if check.check.name == "language"}
    if len(codes) > 1:
        what = f"no reply is in {' and in '.join(sorted(codes))} at once"
        raise SourceError(f"case {case.id!r}: language: {what}", file=case.file, line=case.line)
