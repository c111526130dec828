"""The shortlist: its page, comparison, sharing."""
