"""What agents see: the day's edition of the bulletin, rendered into files that work when everything else is down."""
