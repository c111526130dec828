"""An address as it may be told to somebody else."""


def masked(address: str) -> str:
    """« c•••@canal.example »: enough for its owner to know it, too little for anybody else."""
    name, _, domain = address.rpartition("@")
    return f"{name[:1]}•••@{domain}"
