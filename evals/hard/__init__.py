"""Reports that are hard to read, by kind: how many can be settled, and how many gouji settles."""
