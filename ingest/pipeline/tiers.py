"""The risk tier that the bank's configuration gives to a category."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ingest.model import Category, Tier
from ingest.pipeline.job import Read


def tiered(read: Read, tiers: Mapping[Category, Tier]) -> Read:
    """With that tier instead of the rules' one."""
    tier = tiers.get(read.facts.category) if read.facts.category else None
    return replace(read, facts=replace(read.facts, tier=tier)) if tier else read
