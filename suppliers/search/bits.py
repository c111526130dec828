"""Sets of ordinals as Python integers, and back: bit n stands for ordinal n."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Ordinals = NDArray[np.int64]


def bits_of(ordinals: NDArray[np.integer], size: int) -> int:
    """The set of these ordinals, all below `size`; repeats count once."""
    ones = np.zeros(size, dtype=np.bool_)
    ones[ordinals] = True
    return bits_where(ones)


def bits_where(ones: NDArray[np.bool_]) -> int:
    """The set of the ordinals where this is true."""
    return int.from_bytes(np.packbits(ones, bitorder="little").tobytes(), "little")


def those_in(bits: int, ordinals: Ordinals, size: int) -> Ordinals:
    """Of these ordinals, all below `size`, those that are in a set, in the same order."""
    data = np.frombuffer(bits.to_bytes(size // 8 + 1, "little"), dtype=np.uint8)
    is_in = data[ordinals >> 3] >> (ordinals & 7).astype(np.uint8) & 1
    kept: Ordinals = ordinals[is_in.astype(np.bool_)]
    return kept


def ordinals_of(bits: int) -> Ordinals:
    """The ordinals of a set, in ascending order."""
    data = np.frombuffer(bits.to_bytes((bits.bit_length() + 7) // 8, "little"), dtype=np.uint8)
    return np.flatnonzero(np.unpackbits(data, bitorder="little"))
