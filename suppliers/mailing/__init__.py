"""E-mails: written in the transaction of what they tell of, sent once it is kept."""

from .outbox import prepare, send_waiting, write, write_many

__all__ = ["prepare", "send_waiting", "write", "write_many"]
