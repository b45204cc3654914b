"""Websites in buckets."""

from .site import PriceClass, Site, SiteArgs

__all__ = ["PriceClass", "Site", "SiteArgs"]
