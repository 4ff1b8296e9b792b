"""Registers the staff's pages; each subject has its own file in `shop/staff/`."""

from django.contrib import admin

from shop.staff import aftersales, catalog, mail, orders, prices, settings, stock  # noqa: F401 -- importing registers them
from shop.staff.login import StaffLoginForm

admin.site.login_form = StaffLoginForm
admin.site.site_header = admin.site.site_title = "Sternregal"
