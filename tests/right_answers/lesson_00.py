"""Right answers to the exercises of lesson 00."""

RIGHT = {}
