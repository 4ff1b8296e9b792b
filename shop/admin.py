"""Registers the staff's pages; each subject has its own file in `shop/staff/`."""

from shop.staff import aftersales, catalog, mail, orders, settings  # noqa: F401 -- importing registers them
