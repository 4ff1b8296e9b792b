"""The customers' addresses, below `/de/` and `/en/`."""

from django.urls import path

from shop.storefront.views import cart, catalog, checkout, feeds, home, legal, orders, search, visitor, withdrawal

app_name = "shop"
urlpatterns = [
    path("", home.home, name="home"),
    path("products/", catalog.product_list, name="products"),
    path("products/<slug:slug>/", catalog.product_detail, name="product"),
    path("search/", search.page, name="search"),
    path("search/suggestions/", search.suggest, name="search_suggestions"),
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
