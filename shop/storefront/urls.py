"""The customers' addresses, below `/de/` and `/en/`."""

from django.urls import path

from shop.storefront.views import cart, catalog, checkout, entities, feeds, home, legal, orders, releases, visitor, withdrawal

app_name = "shop"
urlpatterns = [
    path("", home.home, name="home"),
    path("products/", catalog.product_list, name="products"),
    path("products/<slug:slug>/", catalog.product_detail, name="product"),
    path("series/", entities.index, {"kind": "series"}, name="series_index"),
    path("series/<slug:slug>/", entities.detail, {"kind": "series"}, name="series"),
    path("characters/<slug:slug>/", entities.detail, {"kind": "character"}, name="character"),
    path("makers/", entities.index, {"kind": "maker"}, name="maker_index"),
    path("makers/<slug:slug>/", entities.detail, {"kind": "maker"}, name="maker"),
    path("lines/<slug:slug>/", entities.detail, {"kind": "line"}, name="line"),
    path("scales/<slug:slug>/", entities.detail, {"kind": "scale"}, name="scale"),
    path("sculptors/<slug:slug>/", entities.detail, {"kind": "sculptor"}, name="sculptor"),
    path("releases/", releases.overview, name="releases"),
    path("releases/calendar.ics", releases.feed, name="calendar"),
    path("releases/<str:month>/", releases.month, name="release_month"),
    path("series/<slug:slug>/releases.ics", releases.entity_feed, {"kind": "series"}, name="series_calendar"),
    path("makers/<slug:slug>/releases.ics", releases.entity_feed, {"kind": "maker"}, name="maker_calendar"),
    path("cart/", cart.cart_page, name="cart"),
    path("cart/lines/", cart.add_line, name="cart_lines"),
    path("cart/lines/<int:pk>/", cart.change_line, name="cart_line"),
    path("cart/lines/<int:pk>/removal/", cart.remove, name="cart_line_removal"),
    path("cart/country/", cart.change_country, name="cart_country"),
    path("cart/voucher/", cart.add_voucher, name="cart_voucher"),
    path("cart/voucher/removal/", cart.remove_voucher, name="cart_voucher_removal"),
    path("checkout/", checkout.address, name="checkout"),
    path("checkout/payment/", checkout.payment, name="checkout_payment"),
    path("checkout/review/", checkout.review, name="checkout_review"),
    path("checkout/order/", checkout.place, name="checkout_order"),
    path("orders/<str:token>/", orders.order_page, name="order"),
    path("orders/<str:token>/card-payment/", orders.card_payment, name="card_payment"),
    path("orders/<str:token>/payment-return/", orders.payment_return, name="payment_return"),
    path("orders/<str:token>/bank-transfer/", orders.bank_transfer_instead, name="bank_transfer_instead"),
    path("orders/<str:token>/invoices/<str:number>.pdf", orders.invoice, name="invoice"),
    path("shipping/", legal.shipping, name="shipping"),
    path("legal/imprint/", legal.imprint, name="imprint"),
    path("legal/<slug:kind>/", legal.text, name="legal"),
    path("withdraw/", withdrawal.withdraw, name="withdraw"),
    path("withdraw/<str:token>/", withdrawal.received, name="withdrawal_received"),
    path("feeds/products.xml", feeds.products, name="product_feed"),
    path("visitor/", visitor.visitor, name="visitor"),
]
