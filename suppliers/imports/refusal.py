class RefusedFileError(Exception):
    """The file as a whole cannot be imported; the message is a French sentence that says why.

    `line` is the physical line at fault, 0 for the file.
    """

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(reason)
        self.line = line
