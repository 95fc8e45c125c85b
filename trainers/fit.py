"""One training by TRL: the one module that imports torch and TRL, and so is imported late."""

from __future__ import annotations

import logging
import math
import os
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import datasets  # type: ignore[import-untyped]
import torch
import transformers
from transformers import AutoModelForCausalLM, AutoModelForSequenceClassification, AutoTokenizer, TrainerCallback
from transformers.utils import logging as transformers_logging

from harness.figures import counted, plural
from harness.gpu import gpu_here, why_unused
from harness.source import relative
from trainers.curves import collapse, curves_of, nothing_rewarded
from trainers.early import EarlyEnd, Watch
from trainers.encode import (
    Encoded,
    encode,
    encode_documents,
    encode_judged,
    encode_pairs,
    encode_questions,
    encode_ranked,
)
from trainers.errors import TrainingError
from trainers.kl import Drift
from trainers.memory import keep_freed_memory
from trainers.methods import adapter, full
from trainers.objectives import preferences, reward, rl, sft
from trainers.objectives.setup import RefusedOption, Setup
from trainers.plan import Plan
from trainers.progress import Bar
from trainers.recipe import Objective
from trainers.resume import keep_layout, load_alike, save_projection
from trainers.rewards import Rewards
from trainers.rows import Row
from trainers.run import Run
from trainers.save import commit, environment

__all__ = ["fit", "prepared"]

_LOSSES = {
    "training loss": "train_loss",
    "held-out loss": "eval_loss",
    "held-out accuracy": "eval_accuracy",
    "reward": "reward",
}
_LOST_ANSWER = "left out: the whole answer lies beyond the cut, where it teaches nothing"
_LOST: dict[Objective, str] = {
    "reward": "left out: longer than max_length, and a cut answer can't be ranked",
    "rlhf": "left out: longer than max_length, and a cut question is another one",
    "rlaif": "left out: longer than max_length, and a cut question is another one",
}
_TRAINERS: dict[Objective, Callable[[Setup], Any]] = {
    "sft": sft.make_trainer,
    "domain": sft.make_trainer,
    "dpo": preferences.make_dpo,
    "kto": preferences.make_kto,
    "reward": reward.make_trainer,
    "rlhf": rl.make_trainer,
    "rlaif": rl.make_trainer,
}
_ENCODERS: dict[Objective, Callable[[Sequence[Row], Any, int], Encoded]] = {
    "sft": encode,
    "domain": encode_documents,
    "dpo": encode_pairs,
    "kto": encode_judged,
    "reward": encode_ranked,
    "rlhf": encode_questions,
    "rlaif": encode_questions,
}


def fit(plan: Plan, run: Run, bar: Bar, rewards: Rewards | None = None, watch: Watch | None = None) -> None:
    """Train what is left of the run; each epoch ends with its checkpoint, and with what `watch` says of it.

    Raises:
        SourceError: the recipe's `trl:` has a value that TRL refuses.
        TrainingError: a loss that is no number, nothing learnt, no row that fits; finished epochs are kept.
    """
    with prepared(plan, run, bar, rewards) as (trainer, counts):
        trainer.add_callback(_Epochs(plan, run, bar, counts, trainer))
        if watch is not None:
            trainer.add_callback(EarlyEnd(run, plan.recipe.training.epochs, watch))
        state = run.resumable()
        load_alike(trainer)
        trainer.train(resume_from_checkpoint=str(state) if state else None)


@contextmanager
def prepared(plan: Plan, run: Run, bar: Bar, rewards: Rewards | None = None) -> Iterator[tuple[Any, Mapping[str, int]]]:
    """A trainer that is ready to start, and how many rows it trains on, cuts and leaves out; the libraries are silent.

    Raises:
        SourceError: the recipe's `trl:` has a value that TRL refuses.
        TrainingError: no row fits.
    """
    keep_freed_memory()
    if gpu_here() and (why := why_unused(torch)) is not None:
        bar.say(f"  warning: {why}. Training goes on on the CPU.")
    with _quiet():
        tokenizer = AutoTokenizer.from_pretrained(plan.base.path, local_files_only=True)
        if plan.template:
            tokenizer.chat_template = plan.template
        rows = _encode(plan.data.train, tokenizer, plan, bar)
        held_out = _encode(plan.data.eval, tokenizer, plan, bar)
        model = _load(plan)
        keep_layout(model)
        setup = Setup(
            plan=plan,
            model=model,
            tokenizer=tokenizer,
            peft_config=None if plan.recipe.method == "full" else adapter.peft_config(plan),
            arguments=_arguments(plan, run, evaluate=bool(held_out.rows)),
            train=datasets.Dataset.from_list(list(rows.rows)),
            eval=datasets.Dataset.from_list(list(held_out.rows)) if held_out.rows else None,
            rewards=rewards,
        )
        try:
            trainer = _TRAINERS[plan.recipe.objective](setup)
        except RefusedOption as e:
            what, key = e.args
            raise plan.file.error(f"trl: {what}", "trl", key) from e
        _check_sharing(trainer)
        trainer.remove_callback(transformers.PrinterCallback)
        counts = {"trained": len(rows.rows), "cut": len(rows.cut), "left_out": len(rows.lost)}
        if rows.split:
            counts["split"] = len(rows.split)
        yield trainer, counts


def _load(plan: Plan) -> Any:
    """The base, as safetensors alone; in few bits where the method is QLoRA; with one number out for a reward model."""
    options: dict[str, Any] = {}
    if plan.recipe.method == "qlora":
        options = _few_bits(plan)
    kind: Any = AutoModelForCausalLM
    if plan.recipe.objective == "reward":
        kind, options["num_labels"] = AutoModelForSequenceClassification, 1
        torch.manual_seed(plan.recipe.training.seed)  # the new head's first weights
    return kind.from_pretrained(
        plan.base.path,
        dtype=torch.float32,
        local_files_only=True,
        trust_remote_code=False,
        use_safetensors=True,
        **options,
    )


def _few_bits(plan: Plan) -> dict[str, Any]:
    from transformers import BitsAndBytesConfig

    block: Any = plan.recipe.block("qlora")
    cuda = torch.cuda.is_available()
    few = BitsAndBytesConfig(  # type: ignore[no-untyped-call]
        load_in_4bit=True,
        bnb_4bit_quant_type=block.type,
        bnb_4bit_use_double_quant=block.double,
        bnb_4bit_compute_dtype=torch.bfloat16 if cuda else torch.float32,
    )
    return {"quantization_config": few, **({"device_map": {"": 0}} if cuda else {})}


def _arguments(plan: Plan, run: Run, *, evaluate: bool) -> dict[str, Any]:
    training = plan.recipe.training
    cuda = torch.cuda.is_available()
    return {
        "output_dir": str(run.trainer_output),
        "num_train_epochs": training.epochs,
        "learning_rate": training.learning_rate,
        "per_device_train_batch_size": training.batch_size,
        "per_device_eval_batch_size": training.batch_size,
        "gradient_accumulation_steps": training.gradient_accumulation,
        "warmup_steps": training.warmup,
        "lr_scheduler_type": training.schedule,
        "optim": training.optimizer,
        "adam_beta1": training.beta1,
        "adam_beta2": training.beta2,
        "weight_decay": training.weight_decay,
        "max_grad_norm": training.max_grad_norm,
        "seed": training.seed,
        "data_seed": training.seed,
        "use_cpu": not cuda,
        "bf16": cuda and torch.cuda.is_bf16_supported(),
        "gradient_checkpointing": training.gradient_checkpointing,
        "save_strategy": "epoch",
        "save_total_limit": None,  # it would delete checkpoints before the gate has judged them
        "eval_strategy": "epoch" if evaluate else "no",
        "logging_steps": 1,
        "logging_nan_inf_filter": False,  # it would replace a NaN by the average so far
        "disable_tqdm": True,
        "report_to": [],
        "dataloader_pin_memory": cuda,
        "push_to_hub": False,
    }


class _Epochs(TrainerCallback):
    """Follows the training: the bar, a stop at the first loss that is no number, a checkpoint at each epoch's end."""

    def __init__(self, plan: Plan, run: Run, bar: Bar, rows: Mapping[str, int], trainer: Any) -> None:
        self._plan, self._run, self._bar, self._rows = plan, run, bar, rows
        self._method: Any = full if plan.recipe.method == "full" else adapter
        self._trainer = trainer
        self._start = self._method.start(trainer.model)
        self._drift = Drift(plan, trainer.processing_class, trainer.model)

    def on_epoch_begin(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        self._bar.epoch(round(state.epoch or 0) + 1, self._plan.recipe.training.epochs)
        self._bar.step(state.global_step, state.max_steps)

    def on_step_end(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        self._bar.step(state.global_step, state.max_steps)

    def on_log(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        logs: Mapping[str, float] = kwargs["logs"]
        for name in ("loss", "grad_norm", "eval_loss"):
            if not math.isfinite(logs.get(name, 0.0)):
                raise TrainingError(
                    f"step {state.global_step} of {state.max_steps}: the {name} is {logs[name]}, and nothing after it "
                    "would be worth keeping. Finished epochs are kept. Lower training.learning_rate (or "
                    "max_grad_norm), or look for broken rows."
                )
        if "loss" in logs:
            self._bar.loss(logs["loss"])

    def on_save(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        model, whole = kwargs["model"], _gathered(self._trainer)
        self._trainer.accelerator.wait_for_everyone()  # each process has written its random state
        if not state.is_world_process_zero:
            return
        epoch, step = round(state.epoch), state.global_step
        curves = curves_of(state.log_history, state.max_steps // self._plan.recipe.training.epochs)
        if problem := nothing_rewarded(curves):
            raise TrainingError(f"epoch {epoch}: {problem}")
        if problem := self._method.nothing_learnt(model, self._plan, self._start):
            raise TrainingError(f"epoch {epoch}: {problem}. Is training.learning_rate far too low?")
        for at, kl in enumerate((*self._run.drifts(epoch - 1), self._drift.measure(model))):
            if kl is not None:
                curves[at]["kl_to_base"] = kl
        warned = [w for w in (collapse(curves),) if w]
        for what in warned:
            self._bar.say(f"  warning: {what}")
        (self._run.state(step) / "training_args.bin").unlink(missing_ok=True)  # a pickle of this machine's paths
        save_projection(model, self._run.state(step))
        self._run.mark_state(step, epoch)
        commit(
            self._run,
            self._plan,
            epoch=epoch,
            step=step,
            curves=curves,
            parameters={"rows": dict(self._rows), "trainable": _trainable(model)},
            warnings=warned,
            environment=environment(_device(), torch.get_num_threads(), quantized=self._plan.recipe.method == "qlora"),
            save_weights=lambda directory: self._method.save_weights(model, self._plan, directory, whole),
        )
        self._run.drop_states_but(step)
        losses = [f"{kind} {curves[-1][key]:.3f}" for kind, key in _LOSSES.items() if key in curves[-1]]
        self._bar.say(f"  ckpt-{epoch}: {', '.join(losses)}")


def _check_sharing(trainer: Any) -> None:
    """Without GPUs accelerate trains by whole copies where FSDP or DeepSpeed was asked for, and does not say so."""
    for name, shared in (("FSDP", trainer.is_fsdp_enabled), ("DEEPSPEED", trainer.is_deepspeed_enabled)):
        if os.environ.get(f"ACCELERATE_USE_{name}", "").lower() == "true" and not shared:
            raise TrainingError(
                f"accelerate.config asks for {name}, and accelerate would train without it here (it takes GPUs): "
                "remove it, or train where there are some"
            )


def _gathered(trainer: Any) -> Any:
    """The whole weights where FSDP or DeepSpeed have shared them out (untested); None where the model has them."""
    if not (trainer.is_fsdp_enabled or trainer.is_deepspeed_enabled):
        return None
    return trainer.accelerator.get_state_dict(trainer.model_wrapped)


def _trainable(model: Any) -> int:
    return sum(p.numel() for p in model.parameters() if p.requires_grad)


def _device() -> str:
    if torch.cuda.is_available():
        return torch.cuda.get_device_name()
    return f"cpu {torch.backends.cpu.get_cpu_capability()}"


def _encode(rows: Sequence[Row], tokenizer: Any, plan: Plan, bar: Bar) -> Encoded:
    """Tokenize one part of the data, and say what did not fit."""
    max_length = plan.recipe.training.max_length
    encoded = _ENCODERS[plan.recipe.objective](rows, tokenizer, max_length)
    for some, what in (
        (encoded.cut, f"longer than max_length {max_length} and cut at it"),
        (encoded.lost, _LOST.get(plan.recipe.objective, _LOST_ANSWER)),
        (encoded.split, f"longer than max_length {max_length} and trained on in pieces"),
    ):
        if some:
            bar.say(
                f"  {len(some)} of {counted(len(rows), 'row')} {plural(len(some), 'is', 'are')} {what} "
                f"(the first: {some[0].place})"
            )
    if rows and not encoded.rows:
        raise TrainingError(
            f"{relative(rows[0].file)}: no row keeps any of its answer within max_length {max_length}: raise it"
        )
    return encoded


@contextmanager
def _quiet() -> Iterator[None]:
    """The libraries say only what a person must act on; our bar says the rest."""
    trl, library = logging.getLogger("trl"), logging.getLogger("transformers")
    levels = trl.level, library.level
    bars = transformers_logging.is_progress_bar_enabled()
    trl.setLevel(logging.ERROR)
    library.setLevel(logging.ERROR)
    _bars(on=False)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        trl.setLevel(levels[0])
        library.setLevel(levels[1])
        _bars(on=bars)


def _bars(*, on: bool) -> None:
    (datasets.enable_progress_bars if on else datasets.disable_progress_bars)()
    switch = transformers_logging.enable_progress_bar if on else transformers_logging.disable_progress_bar
    switch()  # type: ignore[no-untyped-call]
