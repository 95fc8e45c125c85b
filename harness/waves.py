"""The requests of a run, in waves: a wave's prompts hold what the model itself said in the turns before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from itertools import product

from harness.arms import Arm, Role
from harness.engines import Engine, EngineError, Job
from harness.figures import counted
from harness.policy import judged, roles_of
from harness.replies import Reply, Request, missing
from harness.reply_store import ReplyStore, StoreError
from harness.session import Plan, SuitePlan, Unit
from harness.source import SourceError

__all__ = ["Asked", "Waves", "requests_of"]

Asked = tuple[Role, str, str]
"""Who was asked what: role, suite, case."""

Lookup = Callable[[str], Reply | None]
"""A request's key → its reply, where there is one."""


def requests_of(
    suite: SuitePlan, case: str, arm: Arm, engine: Engine, reply: Lookup, *, every_way: bool = True
) -> tuple[Request, ...]:
    """One arm's requests for a case: for each sample one, and then one for each other way to ask it.

    Each is the last turn's, or the first before it that has no reply yet. An arm whose verdict nobody asks for, the
    base where rows of the training data are, is asked as the case stands and no other way.

    Raises:
        TemplateError: the model's template can't render the case.
        SourceError: the suite wants several greedy replies, or samples of a server that does not sample.
    """
    policy, deployed = suite.policy, arm.deployment.sampling
    sampling, data, identity = policy.sampling(deployed), suite.case(case).data, engine.identity
    if sampling.temperature and "temperature" in arm.about.ignored:
        raise SourceError(
            f"{arm.about.name} takes a temperature and does not follow it: samples would be copies of one reply. "
            "Sample greedily (temperature 0), or ask another server"
        )
    open_ = []
    readings = data.readings if every_way else data.readings[:1]
    for draw, reading in product(policy.draws(deployed), readings):
        request = arm.request(reading.case, identity, sampling, draw)
        while request.left and (found := reply(request.key)) is not None:
            request = arm.request(reading.case, identity, sampling, draw, (*request.said, found.text))
        open_.append(request)
    return tuple(open_)


class Waves:
    """What every arm is asked, as far as it can be said: the next turn of a conversation waits for the reply before it.

    Raises as `requests_of` when it is made.
    """

    def __init__(
        self, plan: Plan, arms: Mapping[Role, Arm], engine: Engine, units: Iterable[Unit], store: ReplyStore
    ) -> None:
        self._plan, self._arms, self._engine, self._store = plan, arms, engine, store
        self._held = cache(lambda suite: roles_of(plan.suites[suite].policy, arms))
        self.replies: dict[str, Reply] = {}
        self.kept = 0
        """Generated and stored so far."""
        self.requests: dict[Asked, tuple[Request, ...]] = {}
        pairs = sorted({(u.suite, u.case) for u in units})
        asked = [(role, *pair) for pair in pairs for role in self._roles(*pair)]
        self._ask(asked)
        self._keys = {r.key for requests in self.requests.values() for r in requests}
        self._read(self._keys)
        self._go_on()

    @property
    def lacking(self) -> int:
        """How many replies have to be generated, those of turns that can't be asked yet included."""
        return len(self._missing()) + self._later()

    @property
    def wanted(self) -> int:
        """How many different replies the run needs."""
        return len(self._keys) + self._later()

    def fetch(self, on_progress: Callable[[int], None]) -> int:
        """Generate what the store lacks, wave after wave, one batch run a checkpoint. Returns how many replies.

        Every reply is stored as it comes.

        Raises:
            EngineError: generation failed; what came before is kept.
        """

        def keep(job: Job, replies: Iterable[tuple[str, Reply]]) -> None:
            replies = list(replies)
            self._store.put(job.weights, replies, job.made_by(self._engine.identity))
            self.kept += len(replies)
            on_progress(len(replies))

        try:
            while lacking := self._missing():
                self._engine.generate(self._jobs(), keep)
                self._read(lacking)
                if silent := [key for key in lacking if key not in self.replies]:
                    raise EngineError(
                        f"the engine left {len(silent)} of {counted(len(lacking), 'request')} without a reply"
                    )
                self._go_on()
        except StoreError as e:
            raise EngineError(str(e)) from e
        return self.kept

    def _missing(self) -> list[str]:
        asked = (r for requests in self.requests.values() for r in requests)
        return [r.key for r in missing(asked, self.replies)]

    def _later(self) -> int:
        return sum(r.left for requests in self.requests.values() for r in requests if r.key not in self.replies)

    def _jobs(self) -> list[Job]:
        jobs, held = [], set(self.replies)
        asked: dict[int, list[Request]] = {}
        for (role, suite, _), requests in self.requests.items():
            asked.setdefault(id(self._arm(role, suite)), []).extend(requests)
        for arm in self._arms.values():
            mine = asked.get(id(arm), [])
            if plan := missing(mine, held):
                held.update(r.key for r in plan)  # equal checkpoints on both sides are asked once
                ended = any(r.key in self.replies and self.replies[r.key].finish == "stop" for r in mine)
                jobs.append(arm.job(tuple(plan), ended=ended))
        return jobs

    def _ask(self, asked: Iterable[Asked]) -> None:
        for role, suite, case in asked:
            arm, planned = self._arm(role, suite), self._plan.suites[suite]
            held = role in self._held(suite)
            made = requests_of(planned, case, arm, self._engine, self.replies.get, every_way=held)
            self.requests[role, suite, case] = made

    def _roles(self, suite: str, case: str) -> list[Role]:
        """Who is asked: of training rows the base as well, for what it says by itself is not memorized."""
        roles = list(self._held(suite))
        rows = self._plan.suites[suite].rows
        return [*roles, "base"] if case in rows and "base" in self._arms and "base" not in roles else roles

    def _arm(self, role: Role, suite: str) -> Arm:
        return judged(self._plan.suites[suite].policy, role, self._arms)

    def _read(self, keys: Iterable[str]) -> None:
        self.replies |= self._store.get(list(keys))

    def _go_on(self) -> None:
        """Ask the turns that follow replies which are there now, as far as the store goes."""
        while waiting := [a for a, requests in self.requests.items() if any(self._answered(r) for r in requests)]:
            self._ask(waiting)
            new = {r.key for asked in waiting for r in self.requests[asked]} - self._keys
            self._keys |= new
            self._read(new)

    def _answered(self, request: Request) -> bool:
        return bool(request.left) and request.key in self.replies
