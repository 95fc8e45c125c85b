"""The blocks of a recipe: the method's own parameters, the objective's, and what the optimizer does."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

__all__ = [
    "METHOD_BLOCKS",
    "OBJECTIVE_BLOCKS",
    "Accelerate",
    "Data",
    "Dpo",
    "Ia3",
    "Kto",
    "Lora",
    "Mix",
    "Oft",
    "PrefixTuning",
    "PromptTuning",
    "Qlora",
    "Reward",
    "Rl",
    "Training",
]

Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
NotNegative = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, lt=1)]
Count = Annotated[int, Field(ge=1)]
Text = Annotated[str, Field(min_length=1)]


class Strict(BaseModel):
    """Unknown keys are errors, and no value is taken for another type's."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, use_attribute_docstrings=True)


class Lora(Strict):
    """Low-rank adaptation (arXiv 2106.09685): the weights' change is alpha/r · BA with inner size r."""

    r: Count = 16
    alpha: Positive = 32
    dropout: Share = 0.0
    target_modules: Literal["all-linear"] | list[Text] = "all-linear"
    dora: bool = False
    """Magnitude and direction apart (arXiv 2402.09353)."""
    rslora: bool = False
    """Scale by alpha/√r (arXiv 2312.03732), so that the rate need not follow r."""


class Qlora(Strict):
    """The base in few bits while a LoRA adapter learns (arXiv 2305.14314); `lora:` says what the adapter is."""

    type: Literal["nf4", "fp4"] = "nf4"
    double: bool = True
    """The scales of the blocks in few bits, too."""


class Ia3(Strict):
    """Keys, values and the feed-forward part scaled by learnt vectors (arXiv 2205.05638)."""

    target_modules: list[Text] | None = None
    """None: those that PEFT knows of this architecture."""
    feedforward_modules: list[Text] | None = None
    """Which of them are scaled at their input."""


class Oft(Strict):
    """Weights turned by orthogonal blocks (arXiv 2306.07280)."""

    block_size: Count = 32
    """The blocks' size; it has to divide the modules' inputs."""
    dropout: Share = 0.0
    target_modules: Literal["all-linear"] | list[Text] = "all-linear"


class PromptTuning(Strict):
    """Learnt vectors before the prompt (arXiv 2104.08691)."""

    tokens: Count = 20
    text: Text | None = None
    """What they start as; None: random vectors."""


class PrefixTuning(Strict):
    """Learnt keys and values before the prompt, in every layer (arXiv 2101.00190)."""

    tokens: Count = 20
    project: bool = False
    """Through a small network while training, as the paper does."""


class Dpo(Strict):
    """Direct preference optimization (arXiv 2305.18290)."""

    beta: Positive = 0.1
    """How hard the model is held to the base: the factor of the KL term."""
    loss: Literal["sigmoid", "hinge", "ipo", "robust", "sft", "apo_zero", "apo_down"] = "sigmoid"
    label_smoothing: Annotated[float, Field(ge=0, lt=0.5)] = 0.0
    """The share of judgements that are taken to be wrong."""


class Kto(Strict):
    """Kahneman–Tversky optimization (arXiv 2402.01306): single answers, each wanted or not."""

    beta: Positive = 0.1
    wanted_weight: Positive = 1.0
    unwanted_weight: Positive = 1.0


class Reward(Strict):
    """A reward model (Bradley–Terry): a number for a conversation, higher for the chosen answer."""

    center: NotNegative = 0.0
    """The factor of the squared mean reward (arXiv 2312.09244): rewards stay around zero."""


class Rl(Strict):
    """Reinforcement learning by TRL's RLOO (arXiv 2402.14740) or GRPO (arXiv 2402.03300); PPO is no longer in TRL."""

    algorithm: Literal["rloo", "grpo"] = "grpo"
    beta: NotNegative = 0.05
    """The factor of the KL term that holds the model to the base; TRL's GRPO has 0, nothing that holds it."""
    answers: Annotated[int, Field(ge=2)] = 8
    """Answers a prompt, compared with each other."""
    new_tokens: Count = 128
    """Tokens an answer at most."""
    temperature: Positive = 1.0
    top_p: Annotated[float, Field(gt=0, le=1)] = 1.0
    model: Text | None = None
    """The reward model's directory (`rlhf`)."""
    checks: list[dict[Text, Any]] = Field(default_factory=list)
    """Checks as a case's `expect:` has them, each a reward of 0 or 1 (`rlaif`)."""
    weights: list[Positive] | None = None
    """A check's weight; None: all the same."""


class Mix(Strict):
    """Rows of something else mixed in: replay of the base's own skills, so that they are not forgotten."""

    file: Text
    rows: Count
    """How many rows of the file are drawn, with the training's seed."""


class Data(Strict):
    """Files of rows (JSONL, Parquet, a folder of a Hugging Face dataset); paths relative to the project or recipe."""

    train: Text
    mix: list[Mix] = Field(default_factory=list)
    eval: Text | None = None
    criteria: list[Text] | None = None
    """By what the pairs were judged: demanded where preferences are trained on and the rows don't say it."""
    accept_lint: dict[Text, Text] = Field(default_factory=dict)
    """Lint rules whose findings are no reason to stop, each with the reason, as `--accept-lint` gives them."""


class Training(Strict):
    """What the optimizer does. `learning_rate` has no default: it differs tenfold between methods."""

    epochs: Count
    learning_rate: Positive
    """Written as 2.0e-4 or 0.0002, without quotes; 2e-4 is a number here, and a text to readers of YAML 1.1."""
    batch_size: Count = 16
    gradient_accumulation: Count = 1
    max_length: Annotated[int, Field(ge=8)] = 512
    """Tokens; longer rows are cut at the end, counted and said."""
    warmup: Annotated[int, Field(ge=0)] | NotNegative = 0
    """Steps, or below 1 a share of all steps."""
    schedule: Literal["linear", "cosine", "constant", "constant_with_warmup"] = "linear"
    optimizer: Literal["adamw_torch", "adamw_torch_fused", "adafactor", "sgd"] = "adamw_torch_fused"
    beta1: Share = 0.9
    beta2: Share = 0.999
    weight_decay: NotNegative = 0.0
    max_grad_norm: Positive = 1.0
    gradient_checkpointing: bool = False
    """Less memory for more time; not with prefix tuning."""
    seed: Annotated[int, Field(ge=0, lt=2**32)] = 0


class Accelerate(Strict):
    """More than one process: through `accelerate launch`."""

    processes: Count = 1
    config: Text | None = None
    """A file of `accelerate config`: machines, FSDP, DeepSpeed; passed on as it is."""


METHOD_BLOCKS: dict[str, tuple[str, ...]] = {
    "full": (),
    "lora": ("lora",),
    "qlora": ("lora", "qlora"),
    "ia3": ("ia3",),
    "oft": ("oft",),
    "prompt-tuning": ("prompt_tuning",),
    "prefix-tuning": ("prefix_tuning",),
}
"""The blocks that say more of a method; each may be left out."""

OBJECTIVE_BLOCKS: dict[str, tuple[str, ...]] = {
    "sft": (),
    "domain": (),
    "dpo": ("dpo",),
    "kto": ("kto",),
    "reward": ("reward",),
    "rlhf": ("rl",),
    "rlaif": ("rl",),
}
"""The blocks that say more of an objective."""
