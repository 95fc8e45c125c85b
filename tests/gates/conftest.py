"""Settings of the property tests."""

from hypothesis import settings

# A deadline measures the machine's load, not the code; the one promise of speed has a test of its own.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
