"""A block of sources.toml for an address that nobody has described yet: looked at, tried, and told with its reasons.

look.py    what the address gives: a feed, a sitemap, JSON, a page with a list, a page that is a notice itself
lists.py   the list on a page, and the selectors that find the same entries
bodies.py  where the notice stands on its page, by what two of them do not share
json_lists.py  where entries, titles, dates and addresses stand in JSON
block.py   the block as text
"""
