"""Who handed in a file of a download, and when."""

from typing import NamedTuple


class Sender(NamedTuple):
    """Who handed in, and when.

    key : what the platform calls a learner, the same for no two
    folder : what to call the learner's folder, if nobody else wants that name
    handed_in : ISO date and time, "" if the download does not say
    version : tells attempts apart that have no date; a later one is larger
    doubt : what cannot be known for certain, for the teacher, or ""
    """

    key: str
    folder: str
    name: str = ""
    email: str = ""
    handed_in: str = ""
    late: bool = False
    version: int = 0
    doubt: str = ""

    @property
    def attempt(self):
        """What a later attempt has more of."""
        return self.handed_in, self.version
