"""Bytes over the network: guarded, polite, capped. `client.Client` is what others use; failures are values."""
