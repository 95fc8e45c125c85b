"""The child that renders a source's templates; run as a file, it imports nothing of the project."""

from __future__ import annotations

import json
import re
import resource
import sys

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

MEMORY, SECONDS = 1 << 30, 10


def main() -> None:
    """Render what stands on standard input to standard output, both JSON."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    asked = json.load(sys.stdin)
    env = ImmutableSandboxedEnvironment(undefined=jinja2.StrictUndefined, keep_trailing_newline=True)
    env.filters["regex_replace"] = lambda text, pattern, by="": re.sub(pattern, by, text)
    made = {source: _compiled(env, source) for source in dict.fromkeys(source for source, _ in asked["jobs"])}
    documents = asked["documents"]
    json.dump([_rendered(made[source], documents[at], asked["most"]) for source, at in asked["jobs"]], sys.stdout)


def _compiled(env: jinja2.Environment, source: str) -> jinja2.Template | str:
    try:
        return env.from_string(source)
    except (jinja2.TemplateError, RecursionError) as e:
        return str(e)


def _rendered(template: jinja2.Template | str, document: dict[str, object], most: int) -> tuple[str, str, str | int]:
    """The text, and why there is none: a sentence, and what fills its `{why}`."""
    if isinstance(template, str):
        return "", "no template: {why}", template
    parts, length = [], 0
    try:
        for part in template.generate(**document):
            parts.append(part)
            length += len(part)
            if length > most:
                return "", "it renders to more than {why} characters", most
    except (jinja2.TemplateError, TypeError, ValueError, LookupError, ArithmeticError, AttributeError) as e:
        return "", "it can't be rendered: {why}", str(e)
    return "".join(parts), "", ""


if __name__ == "__main__":
    main()
