"""The package behind the lessons; each lesson imports the modules it needs."""
