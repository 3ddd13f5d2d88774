"""What can be wrong with us or the machine; what is wrong with a report is a Finding.

GoujiError
├── UnreadableFile    the bytes are not a text that we can read
├── WrongUsage        the command line asks for something that cannot be
└── BrokenForm        a form file contradicts itself
"""


class GoujiError(Exception):
    """Root of every error that gouji raises on purpose; its text ends with the next step."""


class UnreadableFile(GoujiError):
    """A file could not be opened or turned into text."""


class WrongUsage(GoujiError):
    """The command line asks for something that cannot be done."""


class BrokenForm(GoujiError):
    """A form file contradicts itself."""
