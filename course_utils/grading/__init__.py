"""For teachers: merge submissions, run them in a sandbox, score, report, release."""
