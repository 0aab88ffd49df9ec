"""People decide: states, queue, decisions, roles and four eyes, passwords and sessions.

Each public function takes a store, an actor and a clock and is one transaction: access → state → store → audit.
"""
