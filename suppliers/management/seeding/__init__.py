"""Fictional, plausible structures for demonstrations and benchmarks; the same for the same seed."""

from .run import EVERYWHERE_FROM, Plan, SeedRefusedError, generate, seed_directory

__all__ = ["EVERYWHERE_FROM", "Plan", "SeedRefusedError", "generate", "seed_directory"]
