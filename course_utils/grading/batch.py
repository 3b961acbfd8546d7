"""What a run has to do: submissions without a result that holds, in chunks."""

import sys
import time
from concurrent.futures import FIRST_COMPLETED, wait

from course_utils.grading import chunk, results
from course_utils.grading.merge import Merged, answer_ids, merge
from course_utils.grading.sandbox import Refused
from course_utils.grading.submissions import show

TRIES = 3  # times that a lost chunk is sent again


class Batch:
    """One run: what was done before, what is to do, and what came of it."""

    def __init__(self, known, target, seed, sandboxed):
        self.target, self.seed, self.sandboxed = target, seed, sandboxed
        self.ids = {name: answer_ids(nb) for name, nb in known.items()}
        self.known = known
        self.attention, self.failed, self.reasons = [], [], {}
        self.begin = time.monotonic()

    def todo(self, found):
        """The submissions without a result that still holds."""
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
            wanted = results.provenance(one, merged, self.seed, self.sandboxed)
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
        return False

    def census(self, total, todo):
        why = ", ".join(f"{count} {reason}" for reason, count in self.reasons.items())
        kept = f"{total - todo} graded already" if total > todo else ""
        what = "; ".join(filter(None, [kept, f"to grade: {why}" if why else ""]))
        return f"{total} submissions: {what}."

    def grade(self, chunks, pool, width):
        """Send chunks off, a few at a time; write what comes back; yield the count."""
        waiting, sent, tries, done = list(reversed(chunks)), {}, {}, 0
        while waiting or sent:
            while waiting and len(sent) < 2 * width:
                ones = waiting.pop()
                merged = [self.take(one) for one in ones]
                plain = self.plain(ones, merged)
                arguments = plain, self.seed, self.sandboxed
                sent[pool.submit(chunk.grade_chunk, *arguments)] = ones, merged
            ready, _ = wait(sent, return_when=FIRST_COMPLETED)
            for future in ready:
                ones, merged = sent.pop(future)
                try:
                    verdicts = future.result()
                except (Refused, KeyboardInterrupt):
                    raise
                except Exception as error:
                    tries[ones[0]] = tries.get(ones[0], 0) + 1
                    if tries[ones[0]] < TRIES:
                        waiting.append(ones)
                        continue
                    print(f"A chunk was lost {TRIES} times: {error!r}", file=sys.stderr)
                    verdicts = {}
                for k, (one, taken) in enumerate(zip(ones, merged, strict=True)):
                    nothing = None if taken.answers else {}
                    self.write(one, taken, verdicts.get(str(k), nothing))
                done += len(ones)
                yield done

    def plain(self, ones, merged):
        """What a chunk needs to know of its submissions, as plain data."""
        return {
            str(k): {
                "setup": taken.setup,
                "answers": taken.answers,
                "names": list(taken.answers),
            }
            for k, (one, taken) in enumerate(zip(ones, merged, strict=True))
            if taken.answers
        }

    def write(self, one, merged, verdicts):
        origin = results.provenance(one, merged, self.seed, self.sandboxed)
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
        place = show(f"{one.learner}/{one.assignment}")
        self.attention += [f"{place}: {note}" for note in notes]
