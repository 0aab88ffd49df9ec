"""The JSON interface for programs, /api/v1: the readings and decisions of the pages, with the same access checks."""
