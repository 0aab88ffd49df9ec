"""Running unattended: the lock, what is due, health."""
