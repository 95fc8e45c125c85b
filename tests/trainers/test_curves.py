"""What the curves of a training show to be wrong."""

from __future__ import annotations

from trainers.curves import collapse, curves_of, dead, nothing_rewarded


def step(n: int, **logged: float) -> dict[str, float]:
    return {"step": n, "loss": 1.0 / n, "learning_rate": 0.1, "grad_norm": float(n), **logged}


def test_an_entry_an_epoch_has_means_of_steps_and_the_last_of_what_is_measured_once() -> None:
    history = [step(1, reward=0.0), step(2, reward=1.0), {"step": 2, "eval_loss": 3.0}, step(3, reward=0.5), step(4)]
    first, second = curves_of(history, 2)
    assert (first["train_loss"], first["grad_norm"], first["grad_norm_max"], first["eval_loss"]) == (0.75, 1.5, 2, 3)
    assert (first["reward"], second["reward"]) == (0.5, 0.5)
    assert "eval_loss" not in second


def test_one_reward_for_everything_teaches_nothing() -> None:
    assert nothing_rewarded([{"same_reward": 0.9, "reward": 1.0}]) is None
    assert "the same reward" in str(nothing_rewarded([{"same_reward": 0.5}, {"same_reward": 1.0, "reward": 1.0}]))


def test_chosen_answers_that_become_less_likely_are_said() -> None:
    assert collapse([{"logp_chosen": -10.0}, {"logp_chosen": -14.0}]) is None
    assert "20.0 nats" in str(collapse([{"logp_chosen": -10.0}, {"logp_chosen": -30.0}]))
    assert collapse([{"train_loss": 1.0}, {"train_loss": 2.0}]) is None


def test_gradients_that_are_all_zero_are_said() -> None:
    assert dead([{"epoch": 1, "grad_norm_max": 0.0}, {"epoch": 2, "grad_norm_max": 1e-9}]) is None
    assert "epoch 2 was zero" in str(dead([{"epoch": 1, "grad_norm_max": 1.0}, {"epoch": 2, "grad_norm_max": 0.0}]))
