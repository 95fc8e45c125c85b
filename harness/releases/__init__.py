"""Releases: a version that can't exist without a passing record for exactly these bytes, and the way back."""

from harness.releases.errors import JournalError, Refused
from harness.releases.journal import Journal
from harness.releases.names import Target, Version, parse_target, parse_version
from harness.releases.qualify import Candidate
from harness.releases.release import Change, folder_of, make_release, promote, rollback
from harness.releases.state import ReleaseView, find, production, releases

__all__ = [
    "Candidate",
    "Change",
    "Journal",
    "JournalError",
    "Refused",
    "ReleaseView",
    "Target",
    "Version",
    "find",
    "folder_of",
    "make_release",
    "parse_target",
    "parse_version",
    "production",
    "promote",
    "releases",
    "rollback",
]
