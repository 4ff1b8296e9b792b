"""Registers the staff's pages; each subject has its own file in `shop/staff/`."""

from django.contrib import admin

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
from shop.staff.login import StaffLoginForm

admin.site.login_form = StaffLoginForm
admin.site.site_header = admin.site.site_title = "Sternregal"
