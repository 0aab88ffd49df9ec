"""A first look: a made-up bank web site on loopback, and the whole pipeline over it."""
