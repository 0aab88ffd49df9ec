"""Many machines: workers that share the visits of one PostgreSQL database.

worker.py   one process: its locks, its network, its readers
leader.py   one of them says what is due, and closes what was done
crew.py     a job is a visit
places.py   which sources may not be visited at a time
jobs.py     the queue, in a schema of its own
"""
