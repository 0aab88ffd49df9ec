"""What agents get: search, the call card, counters and bands, flags, difficult questions."""
