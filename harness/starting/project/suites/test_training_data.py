"""Training data: what the candidate was trained on, held to the lints (`ckptgate lint`)."""


def test_training_data(training_data):
    training_data.hold()
