"""The `course` command and all that keeps the course together: for maintainers."""
