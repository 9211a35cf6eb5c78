"""Demand: buyers and what they look for."""

from buyers.models.buyer import Buyer
from buyers.models.need import SourcingNeed

__all__ = ["Buyer", "SourcingNeed"]
