"""E-mails: written in the transaction of what they tell of, sent once it is kept."""

from .outbox import send_waiting, write

__all__ = ["send_waiting", "write"]
