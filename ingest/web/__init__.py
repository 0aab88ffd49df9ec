"""The pages: log-in, queue, draft, board, health. One file a screen; everything works without JavaScript."""
