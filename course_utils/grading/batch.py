"""What a run has to do: submissions without a result that holds, in chunks."""

import sys
import time
from concurrent.futures import FIRST_COMPLETED, wait

from course_utils.grading import chunk, results
from course_utils.grading.merge import Merged, answer_ids, merge
from course_utils.grading.sandbox import Refused
from course_utils.grading.submissions import show

TRIES = 3  # times that a lost chunk is sent again
LATE = "takes too long, tried alone as well"


class Batch:
    """One run: what was done before, what is to do, and what came of it."""

    def __init__(self, known, target, seed, kind):
        self.target, self.seed, self.kind = target, seed, kind
        self.ids = {name: answer_ids(nb) for name, nb in known.items()}
        self.known = known
        self.attention, self.failed, self.reasons = [], [], {}
        self.taken, self.late = {}, []
        self.begin = time.monotonic()

    def todo(self, found):
        """The submissions without a result that still holds; what was read is kept."""
        return [one for one in found if not self.holds(one)]

    def take(self, one):
        """The answers of a submission, or why there are none."""
        if one.trouble:
            return Merged(None, {}, one.trouble)
        return merge(one.path, self.known[one.assignment])

    def holds(self, one):
        merged = self.take(one)
        path = results.path_of(self.target, one)
        stored, reason = results.read(path), "new"
        if stored:
            old = stored["extra_data"]
            wanted = results.provenance(one, merged, self.seed, self.kind)
            differs = [k for k, value in wanted.items() if old.get(k) != value]
            if not differs:
                self.look(one, stored)
                return True
            reason = {
                "sha256": "changed since",
                "seed": "graded with another seed",
                "sandbox": "graded with another sandbox",
                "versions": "graded by other versions",
            }.get(differs[0], "new")
        self.reasons[reason] = self.reasons.get(reason, 0) + 1
        self.taken[one] = merged
        return False

    def census(self, total, todo):
        why = ", ".join(f"{count} {reason}" for reason, count in self.reasons.items())
        kept = f"{total - todo} graded already" if total > todo else ""
        what = "; ".join(filter(None, [kept, f"to grade: {why}" if why else ""]))
        return f"{total} submissions: {what}."

    def grade(self, chunks, pool, width):
        """Send chunks off, a few at a time; write what comes back; yield the count.

        Answers that did not end in time are tried again at the end, one submission at a
        time and with nothing beside it: a busy machine is nobody's mistake.
        """
        done = 0
        for ones, verdicts in self.verdicts(chunks, pool, width):
            for one in ones:
                if late := late_names(verdicts.get(one)):
                    self.late.append((one, late, verdicts[one]))
                else:
                    self.write(one, verdicts.get(one))
                    done += 1
            yield done
        for one, late, first in self.late:
            ((_, verdicts),) = self.verdicts([[one]], pool, 1, late)
            second = verdicts.get(one)
            self.write(one, second and first | second)
            place = show(f"{one.learner}/{one.assignment}")
            for name in set(late) - set(late_names(second)):
                note = "took too long, but not when it was tried again alone"
                self.attention.append(f"{place}: {name}: {note}")
            done += 1
            yield done

    def verdicts(self, chunks, pool, width, names=None):
        """The submissions of each chunk with {submission: verdicts}, as they come back.

        names : of the answers to judge, by default all that were taken
        """
        waiting, sent, tries = list(reversed(chunks)), {}, {}
        while waiting or sent:
            while waiting and len(sent) < 2 * width:
                ones = waiting.pop()
                arguments = self.plain(ones, names), self.seed, self.kind
                sent[pool.submit(chunk.grade_chunk, *arguments)] = ones
            ready, _ = wait(sent, return_when=FIRST_COMPLETED)
            for future in ready:
                ones = sent.pop(future)
                try:
                    found = future.result()
                except (Refused, KeyboardInterrupt):
                    raise
                except Exception as error:
                    tries[ones[0]] = tries.get(ones[0], 0) + 1
                    if tries[ones[0]] < TRIES:
                        waiting.append(ones)
                        continue
                    print(f"A chunk was lost {TRIES} times: {error!r}", file=sys.stderr)
                    found = {}
                nothing = {one: {} for one in ones if not self.taken[one].answers}
                keys = {one: str(k) for k, one in enumerate(ones)}
                yield (
                    ones,
                    nothing | {o: found[k] for o, k in keys.items() if k in found},
                )

    def plain(self, ones, names=None):
        """What a chunk needs to know of its submissions, as plain data."""
        return {
            str(k): {
                "setup": self.taken[one].setup,
                "answers": self.taken[one].answers,
                "names": names or list(self.taken[one].answers),
            }
            for k, one in enumerate(ones)
            if self.taken[one].answers
        }

    def write(self, one, verdicts):
        merged = self.taken.pop(one)
        origin = results.provenance(one, merged, self.seed, self.kind)
        names = self.ids[one.assignment]
        content = results.result(origin, merged, names, verdicts)
        if verdicts is None and not merged.trouble:
            content["extra_data"]["sha256"] = None  # to be graded again next time
            self.failed.append(one)
        path = results.path_of(self.target, one)
        old = results.read(path)
        if old and results.edited(old):
            path.replace(path.with_suffix(".edited.json"))
            place = show(f"{one.learner}/{one.assignment}")
            said = "was changed by hand; that is now .edited.json. Marks of your own "
            self.attention.append(f"{place}: {said}last in adjust.csv")
        results.write(path, content)
        self.look(one, content)

    def look(self, one, stored):
        """Note what a teacher should look at."""
        extra = stored["extra_data"]
        notes = [extra["trouble"]] if extra["trouble"] else []
        if not extra["trouble"]:
            notes += [f"{name}: {note}" for name, note in extra["notes"].items()]
            strange = extra.get("strange", {}).items()
            notes += [f"{name}: an unusual answer, {said}" for name, said in strange]
            notes += [f"{name}: {LATE}" for name in extra.get("late", ())]
        place = show(f"{one.learner}/{one.assignment}")
        self.attention += [f"{place}: {note}" for note in notes]


def late_names(verdicts):
    """The ids of the answers whose time ran out."""
    return [name for name, one in (verdicts or {}).items() if one["late"]]
