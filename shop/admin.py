"""Registers the staff's pages; each subject has its own file in `shop/staff/`."""

from shop.staff import (  # noqa: F401 -- importing registers them
    aftersales,
    catalog,
    invoices,
    mail,
    orders,
    payments,
    prices,
    search,
    settings,
    stock,
    taxes,
    vouchers,
    work,
)
