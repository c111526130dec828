"""Saved searches, and the letters that tell what has changed."""
