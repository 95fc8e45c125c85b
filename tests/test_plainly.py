"""What pydantic says, in words for who wrote the value."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import pytest
from annotated_types import Ge, Gt, Le, Lt, MinLen
from pydantic import BaseModel, ConfigDict, ValidationError

from harness.plainly import plainly


class Inner(BaseModel):
    text: str


class Model(BaseModel):
    model_config = ConfigDict(strict=True)
    text: Annotated[str, MinLen(2)] = "ab"
    whole: int = 1
    rate: Annotated[float, Gt(0), Lt(1)] = 0.5
    count: Annotated[int, Ge(1), Le(9)] = 1
    switch: bool = False
    names: Annotated[list[str], MinLen(1)] = ["a"]
    table: dict[str, int] = {}
    inner: Inner | None = None
    which: Literal["a", "b"] = "a"


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"text": 5}, "has to be a text, not 5"),
        ({"text": "a"}, 'has to hold 2 at least, not "a"'),
        ({"whole": "5"}, 'has to be a whole number, not "5"'),
        ({"rate": "half"}, 'has to be a number, not "half"'),
        ({"rate": 0.0}, "has to be more than 0, not 0.0"),
        ({"rate": 1.0}, "has to be less than 1, not 1.0"),
        ({"count": 0}, "has to be 1 or more, not 0"),
        ({"count": 10}, "has to be 9 at most, not 10"),
        ({"switch": "yes"}, 'has to be true or false, not "yes"'),
        ({"names": "a"}, 'has to be a list, not "a"'),
        ({"names": []}, "has to hold 1 at least, not []"),
        ({"table": [1]}, "has to be a mapping of keys, not [1]"),
        ({"inner": 5}, "has to be a mapping of keys, not 5"),
        ({"which": "c"}, "has to be 'a' or 'b', not \"c\""),
        ({"whole": "я" * 99}, f'has to be a whole number, not "{"я" * 38}…'),
    ],
)
def test_it_says_what_is_asked_and_what_stands_there(given: dict[str, Any], says: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Model.model_validate(given)

    assert plainly(caught.value.errors(include_url=False)[0]) == says
