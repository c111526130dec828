"""The one way to say that the site cannot start."""


class StartRefused(SystemExit):
    """Ends the program with one sentence for whoever started it, and no traceback, whatever the door."""
