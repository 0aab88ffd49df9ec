"""A block of sources.toml for an address that nobody has described yet: looked at, tried, and told with its reasons.

look.py        the look itself
trial.py       a place under look, and a source tried as it will be used
files.py       feeds, sitemaps, JSON, documents
pages.py       web pages: a list, or a text with links beside it (prose.py)
lists.py       the list on a page, and the selectors that find the same entries (names.py)
bodies.py      where the notice stands on its page, by what two of them do not share
json_lists.py  where entries, titles, dates and addresses stand in JSON
block.py       the block as text
"""
