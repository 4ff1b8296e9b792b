"""Measures the shop as customers meet it: real servers, real databases, real requests (docs/performance.md)."""
