"""For teachers: grade submissions in a sandbox, report the marks, release the pack."""
