"""The evidence of one published entry as one file that needs neither this program nor its database to be read."""
