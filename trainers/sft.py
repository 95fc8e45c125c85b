"""Supervised fine-tuning by TRL: the one module that imports torch and TRL, and so is imported late."""

from __future__ import annotations

import logging
import math
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import datasets  # type: ignore[import-untyped]
import torch
import transformers
from transformers import AutoModelForCausalLM, AutoTokenizer, TrainerCallback
from transformers.utils import logging as transformers_logging
from trl.trainer.sft_config import SFTConfig
from trl.trainer.sft_trainer import SFTTrainer

from harness.figures import counted, plural
from harness.source import relative
from trainers import full, lora
from trainers.data import Row
from trainers.early import EarlyEnd, Watch
from trainers.encode import Encoded, encode
from trainers.errors import TrainingError
from trainers.memory import keep_freed_memory
from trainers.plan import Plan
from trainers.progress import Bar
from trainers.run import Run
from trainers.save import commit, environment

__all__ = ["METHODS", "fit", "prepared"]

_LOSSES = {"training": "train_loss", "held-out": "eval_loss"}
METHODS: dict[str, ModuleType] = {"lora": lora, "full": full}


def fit(plan: Plan, run: Run, bar: Bar, watch: Watch | None = None) -> None:
    """Train what is left of the run; each epoch ends with its checkpoint, and with what `watch` says of it.

    Raises:
        TrainingError: a loss that is no number, nothing learnt, no row that fits; finished epochs are kept.
    """
    with prepared(plan, run, bar) as (trainer, counts):
        trainer.add_callback(_Epochs(plan, run, bar, counts))
        if watch is not None:
            trainer.add_callback(EarlyEnd(run, plan.recipe.training.epochs, watch))
        state = run.resumable()
        trainer.train(resume_from_checkpoint=str(state) if state else None)


@contextmanager
def prepared(plan: Plan, run: Run, bar: Bar) -> Iterator[tuple[SFTTrainer, Mapping[str, int]]]:
    """A trainer that is ready to start, and how many rows it trains on, cuts and leaves out; the libraries are silent.

    Raises:
        TrainingError: no row fits.
    """
    keep_freed_memory()
    with _quiet():
        tokenizer = AutoTokenizer.from_pretrained(plan.base.path, local_files_only=True)
        tokenizer.chat_template = plan.template
        rows = _encode(plan.data.train, tokenizer, plan, bar)
        held_out = _encode(plan.data.eval, tokenizer, plan, bar)
        trainer = _trainer(plan, run, tokenizer, rows, held_out)
        yield trainer, {"trained": len(rows.rows), "cut": len(rows.cut), "left_out": len(rows.lost)}


def _trainer(plan: Plan, run: Run, tokenizer: Any, rows: Encoded, held_out: Encoded) -> SFTTrainer:
    model = AutoModelForCausalLM.from_pretrained(
        plan.base.path, dtype=torch.float32, local_files_only=True, trust_remote_code=False, use_safetensors=True
    )
    trainer = SFTTrainer(
        model=model,
        args=_arguments(plan, run, evaluate=bool(held_out.rows)),
        train_dataset=datasets.Dataset.from_list(list(rows.rows)),
        eval_dataset=datasets.Dataset.from_list(list(held_out.rows)) if held_out.rows else None,
        processing_class=tokenizer,
        peft_config=METHODS[plan.recipe.method].peft_config(plan),
    )
    trainer.remove_callback(transformers.PrinterCallback)
    return trainer


def _arguments(plan: Plan, run: Run, *, evaluate: bool) -> SFTConfig:
    training = plan.recipe.training
    cuda = torch.cuda.is_available()
    return SFTConfig(
        output_dir=str(run.trainer_output),
        num_train_epochs=training.epochs,
        learning_rate=training.learning_rate,
        per_device_train_batch_size=training.batch_size,
        per_device_eval_batch_size=training.batch_size,
        gradient_accumulation_steps=training.gradient_accumulation,
        max_length=training.max_length,
        warmup_steps=training.warmup,
        lr_scheduler_type=training.schedule,
        weight_decay=training.weight_decay,
        max_grad_norm=training.max_grad_norm,
        seed=training.seed,
        data_seed=training.seed,
        use_cpu=not cuda,
        bf16=cuda and torch.cuda.is_bf16_supported(),
        gradient_checkpointing=False,
        dataset_kwargs={"skip_prepare_dataset": True},  # encode() has made the labels and counted what it cut
        save_strategy="epoch",
        save_total_limit=None,  # it would delete checkpoints before the gate has judged them
        eval_strategy="epoch" if evaluate else "no",
        logging_steps=1,
        logging_nan_inf_filter=False,  # it would replace a NaN by the average so far
        disable_tqdm=True,
        report_to=[],
        dataloader_pin_memory=cuda,
        push_to_hub=False,
    )


class _Epochs(TrainerCallback):
    """Follows the training: the bar, a stop at the first loss that is no number, a checkpoint at each epoch's end."""

    def __init__(self, plan: Plan, run: Run, bar: Bar, rows: Mapping[str, int]) -> None:
        self._plan, self._run, self._bar, self._rows = plan, run, bar, rows
        self._method = METHODS[plan.recipe.method]

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
        model = kwargs["model"]
        epoch, step = round(state.epoch), state.global_step
        if problem := self._method.nothing_learnt(model, self._plan):
            raise TrainingError(f"epoch {epoch}: {problem}. Is training.learning_rate far too low?")
        curves = _curves(state.log_history, state.max_steps // self._plan.recipe.training.epochs)
        (self._run.state(step) / "training_args.bin").unlink(missing_ok=True)  # a pickle of this machine's paths
        self._run.mark_state(step, epoch)
        commit(
            self._run,
            self._plan,
            epoch=epoch,
            step=step,
            curves=curves,
            parameters={"rows": dict(self._rows), "trainable": _trainable(model)},
            environment=environment(_device(), torch.get_num_threads()),
            save_weights=lambda directory: self._method.save_weights(model, self._plan, directory),
        )
        self._run.drop_states_but(step)
        losses = [f"{kind} loss {curves[-1][key]:.3f}" for kind, key in _LOSSES.items() if key in curves[-1]]
        self._bar.say(f"  ckpt-{epoch}: {', '.join(losses)}")


def _curves(history: Sequence[Mapping[str, float]], steps_per_epoch: int) -> list[dict[str, float]]:
    """One entry an epoch: mean loss of its steps, last learning rate, mean and largest gradient norm, held-out loss."""
    curves: list[dict[str, float]] = []
    last = max((int(entry["step"]) for entry in history), default=0)
    for epoch in range(1, last // steps_per_epoch + 1):
        entries = [e for e in history if (epoch - 1) * steps_per_epoch < e["step"] <= epoch * steps_per_epoch]
        steps = [e for e in entries if "loss" in e]
        norms = [e["grad_norm"] for e in steps]
        curve = {
            "epoch": epoch,
            "train_loss": sum(e["loss"] for e in steps) / len(steps),
            "learning_rate": steps[-1]["learning_rate"],
            "grad_norm": sum(norms) / len(norms),
            "grad_norm_max": max(norms),
        }
        if held_out := [e["eval_loss"] for e in entries if "eval_loss" in e]:
            curve["eval_loss"] = held_out[-1]
        curves.append(curve)
    return curves


def _trainable(model: Any) -> int:
    return sum(p.numel() for p in model.parameters() if p.requires_grad)


def _device() -> str:
    if torch.cuda.is_available():
        return torch.cuda.get_device_name()
    return f"cpu {torch.backends.cpu.get_cpu_capability()}"


def _encode(rows: Sequence[Row], tokenizer: Any, plan: Plan, bar: Bar) -> Encoded:
    """Tokenize one part of the data, and say what did not fit."""
    max_length = plan.recipe.training.max_length
    encoded = encode(rows, tokenizer, max_length)
    for some, what in (
        (encoded.cut, f"longer than max_length {max_length} and cut at it"),
        (encoded.lost, "left out: the whole answer lies beyond the cut, where it teaches nothing"),
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
    switch = transformers_logging.enable_progress_bar if on else transformers_logging.disable_progress_bar
    switch()  # type: ignore[no-untyped-call]
