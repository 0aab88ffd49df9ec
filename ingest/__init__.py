"""Bank notices in, reviewed FAQ entries and bulletins out."""
