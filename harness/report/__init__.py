"""What a record says, for people: `report.html`, `summary.md` and the last lines in the terminal.

Each is a pure function of a record; texts that others wrote are shown as they are and never interpreted.
"""

from harness.report.html import write_report
from harness.report.misses import miss_lines
from harness.report.summary import write_summary
from harness.report.terminal import terminal

__all__ = ["miss_lines", "terminal", "write_report", "write_summary"]
