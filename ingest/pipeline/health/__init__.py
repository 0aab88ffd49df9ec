"""How a source is: what is usual there, signs that a visit was not as usual, and the course of a trouble. Pure."""
