"""What `ckptgate` can be asked: a module a command, each little more than its options and what it prints."""
