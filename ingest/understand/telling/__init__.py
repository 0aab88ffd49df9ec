"""What the words around a value tell of it, learnt from examples."""
