"""The simulated model's parts: the wire, what it reads, what it answers, and how it errs."""
