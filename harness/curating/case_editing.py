"""Case files edited in place: what is changed is written over where it stands, and every other byte stays as it was.

YAML is spliced by the positions of its nodes, for a writer that loads and dumps would lay out anew what a person wrote.
An edit is read back before it is written: the case says what was wanted, and no other case is another one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from harness.case_files import cases_of, load_cases
from harness.cases import Case
from harness.curating.yaml_lines import block, block_case, expectation, flow
from harness.lint._said import said
from harness.manifest import write_atomic
from harness.source import SourceError, read_yaml

__all__ = ["CaseFile"]

_BOM = "\ufeff"
Place = tuple[str | int, ...]


@dataclass(slots=True)
class CaseFile:
    """One case file, of YAML or JSONL, and what is to be changed in it.

    Places within a case are paths: `("expect", 0, "answer", "any_of")`, `("tags",)`.
    """

    file: Path
    text: str
    bom: str
    newline: str

    @classmethod
    def open(cls, file: Path) -> CaseFile:
        """Read a case file.

        Raises:
            SourceError: it is missing, no UTF-8, or no case file.
        """
        load_cases([file])
        text = file.read_bytes().decode("utf-8")
        bom = _BOM if text.startswith(_BOM) else ""
        return cls(file, text.removeprefix(_BOM), bom, "\r\n" if "\r\n" in text else "\n")

    def put(self, case: str, place: Place, value: Any) -> None:
        """Write a value over the one at this place, or add the key that is not there yet; None takes a key away."""
        if self.file.suffix == ".jsonl":
            self._put_line(case, place, value)
        elif value is None:
            self._take_away(case, place)
        else:
            self._put(case, place, value)

    def append(self, case: str, place: Place, value: Any) -> None:
        """Add an item to the list at this place."""
        if self.file.suffix == ".jsonl":
            whole = self._values(case)
            self._put_line(case, place, [*_at(whole, place), value])
            return
        node = self._node(case, place)
        assert isinstance(node, yaml.SequenceNode)
        if node.flow_style:
            self._into_flow(node, flow(value))
        else:
            told = expectation(value) if place[-1] == "expect" else block(value)
            self._after(node, f"- {told}", self._indent(node.value[-1].start_mark.index))

    def tag(self, case: str, name: str, *, on: bool) -> None:
        """Give a case a tag of its own, or take it away; what the file's header says of all cases stays."""
        own = self._own_tags(case)
        if on and name not in own:
            self.append(case, ("tags",), name) if own else self.put(case, ("tags",), [name])
        elif not on and name in own:
            self.put(case, ("tags",), [tag for tag in own if tag != name] or None)

    def _own_tags(self, case: str) -> list[str]:
        if self.file.suffix == ".jsonl":
            return list(self._values(case).get("tags", []))
        keys = {key.value: value for key, value in self._node(case, ()).value}
        return [tag.value for tag in keys["tags"].value] if "tags" in keys else []

    def add_case(self, entry: Mapping[str, Any]) -> None:
        """Add a case at the end of the file, as a person would write it.

        Raises:
            SourceError: the file is JSONL, whose lines carry a header of their own.
        """
        if self.file.suffix == ".jsonl":
            raise SourceError(said("cases are added to YAML files: name one that ends in .yaml"), file=self.file)
        cases = _get(_composed(self.text, self.file), ("cases",))
        if not isinstance(cases, yaml.SequenceNode) or cases.flow_style:
            raise SourceError(said("`cases:` has to be a list, an item a line"), file=self.file)
        dash = self._indent(cases.value[-1].start_mark.index) if cases.value else 0
        self._after(cases, block_case(entry).replace("\n", f"{self.newline}{' ' * dash}"), dash)

    def read_back(self, case: str, expected: Sequence[Mapping[str, Any]] | None = None) -> Case:
        """The case as the edited text has it; the file is left as it is.

        `expected` is the expectation that it has to read back as, where that is to be held to.

        Raises:
            SourceError: the text can't be read, another case changed with it, or the case is not what was asked for.
        """
        before = {c.id: c.digest for c in load_cases([self.file])}
        after = {c.id: c for c in cases_of(self.file, self.text)}
        others = {name: c.digest for name, c in after.items() if name != case}
        found = after.get(case)
        same = others == {name: digest for name, digest in before.items() if name != case}
        held = expected is None or (found is not None and self.expectation(case) == list(expected))
        if found is None or not same or not held:
            what = said("the case “{name}” can't be edited in place: write it by hand", name=case)
            raise SourceError(what, file=self.file)
        return found

    def save(self, case: str, expected: Sequence[Mapping[str, Any]] | None = None) -> Case:
        """Write the file, atomically, once it reads back as it should; returns the case as it is now.

        Raises:
            SourceError: as `read_back`, or it can't be written.
        """
        found = self.read_back(case, expected)
        try:
            write_atomic(self.file, (self.bom + self.text).encode("utf-8"))
        except OSError as e:
            raise SourceError(said("can't be written: {why}", why=e.strerror or str(e)), file=self.file) from e
        return found

    def expectation(self, case: str) -> list[dict[str, Any]]:
        """A case's expectation as it is written, `from:` and all: a check with its arguments each."""
        if self.file.suffix == ".jsonl":
            written = self._values(case)["expect"]
        else:
            entries = read_yaml(self.file, self.text).data["cases"]
            written = next(entry["expect"] for entry in entries if entry["id"] == case)
        return [{one: None} if isinstance(one, str) else one for one in written]

    def notes(self, case: str) -> list[str]:
        """What stands in comments of their own within a case, a line each, without the `#`: where it came from, …"""
        if self.file.suffix == ".jsonl":
            return []
        node = self._node(case, ())
        scalars = [(n.start_mark.index, n.end_mark.index) for n in _leaves(node)]
        at, found = node.start_mark.index, []
        for line in self.text[at : self._end(node)].splitlines(keepends=True):
            inside = any(start < at < end for start, end in scalars)  # a text may have lines that begin so
            if line.lstrip().startswith("#") and not inside:
                found.append(line.strip()[1:].strip())
            at += len(line)
        return found

    # YAML: nodes and positions.

    def _node(self, case: str, place: Place) -> Any:
        root = _composed(self.text, self.file)
        for entry in _get(root, ("cases",)).value:
            if _get(entry, ("id",)).value == case:
                return _get(entry, place)
        raise SourceError(said("no case “{name}” stands here", name=case), file=self.file)

    def _put(self, case: str, place: Place, value: Any) -> None:
        parent = self._node(case, place[:-1])
        key = place[-1]
        if isinstance(parent, yaml.SequenceNode):
            assert isinstance(key, int)
            self._replace(parent.value[key], value)
            return
        found = next((pair for pair in parent.value if pair[0].value == key), None)
        if found is not None and key == "expect" and not parent.flow_style:
            told = self._lines("expect:", value, self._column(found[0]))
            self._splice(found[0].start_mark.index, self._end(found[1]), told)
        elif found is not None and isinstance(found[1], yaml.CollectionNode) and not found[1].flow_style:
            self._splice(found[0].end_mark.index, self._end(found[1]), f": {flow(value)}")
        elif found is not None:
            self._replace(found[1], value)
        elif parent.flow_style:
            self._into_flow(parent, f"{key}: {flow(value)}")
        else:
            column = self._column(parent.value[0][0])
            self._after(parent, self._lines(f"{key}:", value, column), column)

    def _lines(self, head: str, value: Any, column: int) -> str:
        """A key with its value: a list of expectations an item a line, all else behind the key."""
        if head == "expect:" and isinstance(value, list):
            items = [f"- {expectation(item)}" for item in value]
            return f"{self.newline}{' ' * column}".join([head, *items])
        return f"{head} {block(value)}"

    def _replace(self, node: Any, value: Any) -> None:
        start, end = node.start_mark.index, self._end(node)
        self._splice(start, end, expectation(value) if self.text[:start].endswith("- ") else flow(value))

    def _take_away(self, case: str, place: Place) -> None:
        parent = self._node(case, place[:-1])
        at = next((i for i, pair in enumerate(parent.value) if pair[0].value == place[-1]), None)
        if at is None:
            return
        key, value = parent.value[at]
        if parent.flow_style or at == 0:
            what = said("`{key}:` can't be taken away here: do it by hand", key=str(place[-1]))
            raise SourceError(what, file=self.file)
        start = self.text.rfind("\n", 0, key.start_mark.index) + 1
        end = self.text.find("\n", self._end(value))
        self._splice(start, len(self.text) if end < 0 else end + 1, "")

    def _end(self, node: Any) -> int:
        """Where a node's own text ends: a block ends with its last part, not where the next one begins."""
        if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return self._end(last[1] if isinstance(last, tuple) else last)
        end: int = node.end_mark.index
        return len(self.text[:end].rstrip("\r\n \t")) if end > node.start_mark.index else end

    def _into_flow(self, node: Any, item: str) -> None:
        end = node.end_mark.index - 1
        inner = self.text[:end].rstrip()
        comma = "" if not node.value or inner.endswith(",") else ", "
        self._splice(len(inner), len(inner), f"{comma}{item}" if not inner.endswith(",") else f" {item}")

    def _after(self, node: Any, line: str, column: int) -> None:
        """A line of its own behind the node's last one, and behind what is said on that line."""
        end = self.text.find("\n", self._end(node)) if node.value else self.text.find("\n", node.end_mark.index - 1)
        if end < 0:
            self._splice(len(self.text), len(self.text), f"{self.newline}{' ' * column}{line}")
        else:
            at = end + 1
            self._splice(at, at, f"{' ' * column}{line}{self.newline}")

    def _column(self, node: Any) -> int:
        return int(node.start_mark.column)

    def _indent(self, at: int) -> int:
        """The column of the dash before a list's item."""
        line = self.text[self.text.rfind("\n", 0, at) + 1 : at]
        return line.rfind("-") if "-" in line else 0

    def _splice(self, start: int, end: int, text: str) -> None:
        self.text = self.text[:start] + text + self.text[end:]

    # JSONL: a case is a line.

    def _put_line(self, case: str, place: Place, value: Any) -> None:
        lines = self.text.split("\n")
        at, whole = self._line(case)
        target = _at(whole, place[:-1])
        if value is None:
            target.pop(place[-1], None)
        else:
            target[place[-1]] = value
        lines[at] = json.dumps(whole, ensure_ascii=False) + ("\r" if lines[at].endswith("\r") else "")
        self.text = "\n".join(lines)

    def _line(self, case: str) -> tuple[int, dict[str, Any]]:
        for at, line in enumerate(self.text.split("\n")):
            if line.strip() and (whole := json.loads(line)).get("id") == case:
                return at, whole
        raise SourceError(said("no case “{name}” stands here", name=case), file=self.file)

    def _values(self, case: str) -> dict[str, Any]:
        return self._line(case)[1]


def _composed(text: str, file: Path) -> Any:
    # The pure reader's positions count characters; those of the C one are not to be had.
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    if node is None:
        raise SourceError(said("the file is empty"), file=file)
    return node


def _get(node: Any, place: Place) -> Any:
    for part in place:
        if isinstance(node, yaml.MappingNode):
            node = next(value for key, value in node.value if key.value == part)
        else:
            node = node.value[part]
    return node


def _leaves(node: Any) -> Iterator[Any]:
    """The scalars of a node, keys included."""
    if isinstance(node, yaml.ScalarNode):
        yield node
        return
    for child in node.value:
        for part in child if isinstance(child, tuple) else (child,):
            yield from _leaves(part)


def _at(value: Any, place: Place) -> Any:
    for part in place:
        value = value[part]
    return value
