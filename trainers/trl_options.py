"""The options of TRL's configuration classes by name, so that `trl:` is checked without importing TRL.

Written down from TRL 1.16.0, the version that is pinned; a test holds them to the one that is installed.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["OURS", "config_class", "options_of"]


def config_class(objective: str, algorithm: str = "grpo") -> str:
    """Which of TRL's classes a recipe's objective fills; `algorithm` is that of reinforcement learning."""
    if objective in ("rlhf", "rlaif"):
        return "RLOOConfig" if algorithm == "rloo" else "GRPOConfig"
    return {"dpo": "DPOConfig", "kto": "KTOConfig", "reward": "RewardConfig"}.get(objective, "SFTConfig")


def options_of(kind: str) -> frozenset[str]:
    """Every option of a configuration class, those that can't stand under `trl:` among them."""
    return frozenset((_SHARED + _FURTHER[kind]).split())


_EPOCHS = "each epoch ends with a checkpoint, and every one is kept"
_LOGGED = "the curves need each step, and go into the manifest"
_HUB = "nothing is sent anywhere"
_ROWS = "ckptgate turns rows into tokens itself, so that what is cut is counted"
_PLACES = "how processes share the work is said by `accelerate:`"

OURS: Mapping[str, str] = {
    "num_train_epochs": "say training.epochs",
    "max_steps": "say training.epochs",
    "learning_rate": "say training.learning_rate",
    "per_device_train_batch_size": "say training.batch_size",
    "per_device_eval_batch_size": "it is training.batch_size",
    "gradient_accumulation_steps": "say training.gradient_accumulation",
    "max_length": "say training.max_length",
    "warmup_steps": "say training.warmup",
    "lr_scheduler_type": "say training.schedule",
    "optim": "say training.optimizer",
    "adam_beta1": "say training.beta1",
    "adam_beta2": "say training.beta2",
    "weight_decay": "say training.weight_decay",
    "max_grad_norm": "say training.max_grad_norm",
    "gradient_checkpointing": "say training.gradient_checkpointing",
    "seed": "say training.seed",
    "data_seed": "say training.seed",
    "beta": "say dpo.beta, kto.beta or rl.beta",
    "loss_type": "say dpo.loss; other objectives have one loss here",
    "label_smoothing": "say dpo.label_smoothing",
    "desirable_weight": "say kto.wanted_weight",
    "undesirable_weight": "say kto.unwanted_weight",
    "center_rewards_coefficient": "say reward.center",
    "num_generations": "say rl.answers",
    "max_completion_length": "say rl.new_tokens",
    "temperature": "say rl.temperature",
    "top_p": "say rl.top_p",
    "reward_weights": "say rl.weights",
    "model_init_kwargs": "the base is loaded as the recipe's base and method say",
    "trust_remote_code": "a base's own code is never run",
    "eos_token": "it is the base's",
    "pad_token": "it is the base's",
    "chat_template_path": "say template",
    "dataset_kwargs": _ROWS,
    "dataset_text_field": _ROWS,
    "assistant_only_loss": f"{_ROWS}; the loss is on the template's {{% generation %}} part",
    "completion_only_loss": f"{_ROWS}; the loss is on the template's {{% generation %}} part",
    "truncation_mode": f"{_ROWS}; a row is cut at its end",
    "packing": "rows are not packed: each is trained on by itself, so that what is cut is counted",
    "packing_strategy": "rows are not packed",
    "eval_packing": "rows are not packed",
    "save_strategy": _EPOCHS,
    "save_steps": _EPOCHS,
    "save_total_limit": _EPOCHS,
    "save_only_model": _EPOCHS,
    "load_best_model_at_end": f"{_EPOCHS}; ckptgate select names the best",
    "eval_strategy": "say data.eval: held-out rows are looked at after each epoch",
    "eval_steps": "say data.eval: held-out rows are looked at after each epoch",
    "output_dir": "checkpoints lie under runs/NAME",
    "run_name": "say name",
    "resume_from_checkpoint": "the same command goes on with an interrupted training",
    "logging_strategy": _LOGGED,
    "logging_steps": _LOGGED,
    "logging_nan_inf_filter": "a loss that is no number has to stop the training",
    "report_to": _HUB,
    "log_completions": _HUB,
    "push_to_hub": _HUB,
    "hub_model_id": _HUB,
    "hub_token": _HUB,
    "hub_strategy": _HUB,
    "disable_tqdm": "ckptgate has a bar of its own",
    "use_cpu": "a GPU is used where there is one",
    "deepspeed": _PLACES,
    "fsdp": _PLACES,
    "accelerator_config": _PLACES,
    "ddp_backend": _PLACES,
}
"""Options that can't stand under `trl:`, each with where a recipe says it, or why it doesn't."""

_SHARED = """
    accelerator_config adam_beta1 adam_beta2 adam_epsilon auto_find_batch_size average_tokens_across_devices
    batch_eval_metrics bf16 bf16_full_eval data_seed dataloader_drop_last dataloader_in_order
    dataloader_multiprocessing_context dataloader_num_workers dataloader_persistent_workers dataloader_pin_memory
    dataloader_prefetch_factor ddp_backend ddp_broadcast_buffers ddp_bucket_cap_mb ddp_find_unused_parameters
    ddp_static_graph ddp_timeout debug deepspeed disable_tqdm do_eval do_predict do_train enable_jit_checkpoint
    eval_accumulation_steps eval_delay eval_do_concat_batches eval_on_start eval_steps eval_strategy
    eval_use_gather_object fp16 fp16_full_eval fsdp fsdp_config full_determinism gradient_accumulation_steps
    gradient_checkpointing gradient_checkpointing_kwargs greater_is_better hub_always_push hub_model_id
    hub_private_repo hub_revision hub_strategy hub_token ignore_data_skip include_for_metrics
    include_num_input_tokens_seen label_names label_smoothing_factor learning_rate length_column_name
    liger_kernel_config load_best_model_at_end local_rank log_level log_level_replica log_on_each_node
    logging_first_step logging_nan_inf_filter logging_steps logging_strategy lr_scheduler_kwargs lr_scheduler_type
    max_grad_norm max_steps metric_for_best_model model_init_kwargs neftune_noise_alpha num_train_epochs optim
    optim_args optim_target_modules output_dir pad_to_multiple_of parallelism_config per_device_eval_batch_size
    per_device_train_batch_size prediction_loss_only project push_to_hub remove_unused_columns report_to
    restore_callback_states_from_checkpoint resume_from_checkpoint run_name save_on_each_node save_only_model
    save_steps save_strategy save_total_limit seed skip_memory_metrics tf32 torch_compile torch_compile_backend
    torch_compile_mode torch_empty_cache_steps trackio_bucket_id trackio_space_id trackio_static_space_id
    train_sampling_strategy trust_remote_code use_cache use_cpu use_liger_kernel warmup_steps weight_decay
"""
_FURTHER = {
    "SFTConfig": """
    activation_offloading assistant_only_loss chat_template_path completion_only_loss dataset_kwargs
    dataset_num_proc dataset_text_field eos_token eval_packing loss_type max_length packing packing_strategy
    pad_token padding_free router_aux_loss_coef shuffle_dataset truncation_mode
    """,
    "DPOConfig": """
    activation_offloading beta dataset_num_proc disable_dropout discopop_tau f_alpha_divergence_coef
    f_divergence_type label_smoothing ld_alpha loss_type loss_weights max_length pad_token padding_free
    precompute_ref_batch_size precompute_ref_log_probs ref_model_mixup_alpha ref_model_sync_steps
    router_aux_loss_coef sync_ref_model truncation_mode use_weighting
    """,
    "KTOConfig": """
    activation_offloading beta dataset_num_proc desirable_weight disable_dropout loss_type max_length
    precompute_ref_batch_size precompute_ref_log_probs ref_model_mixup_alpha ref_model_sync_steps
    router_aux_loss_coef sync_ref_model undesirable_weight
    """,
    "RewardConfig": """
    activation_offloading center_rewards_coefficient chat_template_path dataset_num_proc disable_dropout eos_token
    max_length pad_token
    """,
    "GRPOConfig": """
    beta cache_implementation cast_lm_head_to_fp32 chat_template_kwargs delta disable_dropout
    ds3_gather_for_generation entropy_coef entropy_coef_delta entropy_coef_max entropy_coef_min entropy_target
    epsilon epsilon_high generation_batch_size generation_kwargs importance_sampling_level log_completions
    log_completions_hub_repo log_multimodal log_unique_prompts loss_type mask_truncated_completions
    max_completion_length max_tool_calling_iterations min_p multi_objective_aggregation num_completions_to_print
    num_generations num_generations_eval num_iterations off_policy_mask_threshold ref_model_mixup_alpha
    ref_model_sync_steps repetition_penalty reward_weights router_aux_loss_coef sapo_temperature_neg
    sapo_temperature_pos scale_rewards shuffle_dataset steps_per_generation sync_ref_model temperature
    top_entropy_quantile top_k top_p transformers_continuous_batching_config use_adaptive_entropy
    use_bias_correction_kl use_transformers_continuous_batching use_transformers_paged use_vllm vespo_k_neg
    vespo_k_pos vespo_lambda_neg vespo_lambda_pos vllm_enable_sleep_mode vllm_gpu_memory_utilization
    vllm_group_port vllm_importance_sampling_cap vllm_importance_sampling_clip_max
    vllm_importance_sampling_clip_min vllm_importance_sampling_correction vllm_importance_sampling_mode
    vllm_max_model_length vllm_mode vllm_model_impl vllm_server_base_url vllm_server_host vllm_server_port
    vllm_server_timeout vllm_structured_outputs_regex vllm_tensor_parallel_size
    """,
    "RLOOConfig": """
    beta cache_implementation chat_template_kwargs disable_dropout ds3_gather_for_generation epsilon epsilon_high
    generation_batch_size generation_kwargs log_completions log_multimodal log_unique_prompts
    mask_truncated_completions max_completion_length min_p normalize_advantages num_completions_to_print
    num_generations num_generations_eval num_iterations ref_model_mixup_alpha ref_model_sync_steps
    repetition_penalty reward_clip_range reward_weights router_aux_loss_coef shuffle_dataset steps_per_generation
    sync_ref_model temperature top_k top_p transformers_continuous_batching_config
    use_transformers_continuous_batching use_transformers_paged use_vllm vllm_enable_sleep_mode
    vllm_gpu_memory_utilization vllm_group_port vllm_max_model_length vllm_mode vllm_model_impl
    vllm_server_base_url vllm_server_host vllm_server_port vllm_server_timeout vllm_structured_outputs_regex
    vllm_tensor_parallel_size
    """,
}
