"""What is learnt from: a module an objective, each makes rows for TRL's trainer and the trainer itself."""
