"""Which folder is a learner's: no name that anyone chooses leads to another's."""

from itertools import chain, count

from course_utils.grading.names import folder_name


class Folders:
    """The folders of those in one download.

    rows : those of `collected.csv`, with what is stored meanwhile
    senders : all Senders of the download
    assignments : the names of those that are in it
    there : the names of the folders that there are
    """

    def __init__(self, rows, platform, senders, assignments, there):
        self.rows, self.platform, self.assignments = rows, platform, assignments
        self.there, self.wanted = there, {}
        for one in senders:
            folder = folder_name(one.folder).casefold()
            self.wanted.setdefault(folder, set()).add(one.key)

    def of(self, sender):
        """The one that the platform's key has already, or else by the learner's name.

        The name has the key behind it where another key has the name, in this download
        or in an earlier one.
        """
        own = sorted(
            folder
            for (folder, name), row in self.rows.items()
            if row["platform"] == self.platform and row["key"] == sender.key
            if self.holds(name)
        )
        if own:
            return own[0]
        tails = chain(["", f" {sender.key}"], (f" {sender.key} {k}" for k in count(2)))
        folders = (folder_name(sender.folder + tail) for tail in tails)
        with_key = folder_name(f"{sender.folder} {sender.key}")
        if with_key in self.there:  # who had no notebook yet
            folders = chain([with_key], folders)
        return next(folder for folder in folders if not self.taken(folder, sender))

    def holds(self, name):
        """Whether a key from an earlier download of an assignment means the same.

        Moodle numbers its participants anew for each assignment.
        """
        return self.platform != "Moodle" or name in self.assignments

    def taken(self, folder, sender):
        folded = folder.casefold()
        if self.wanted.get(folded, set()) - {sender.key}:
            return True
        rows = [
            (name, row)
            for (place, name), row in self.rows.items()
            if place.casefold() == folded
        ]
        return any(self.is_of_another(row, name, sender) for name, row in rows)

    def is_of_another(self, row, name, sender):
        if row["platform"] != self.platform:  # a folder made by hand is meant so
            return bool(row["platform"] and self.platform)
        if self.holds(name):
            return row["key"] not in ("", sender.key)
        return row["name"] != sender.name
