"""The command line: `leadscore COMMAND ...`; results on stdout, messages on stderr; exit 0 done, 1 failed, 2 usage."""

from leadscore.cli.main import main

__all__ = ["main"]
