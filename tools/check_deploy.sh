#!/bin/sh
# Django's own check of a production set-up, with values made up for it; nothing is connected to.
set -eu
made_up=made-up-for-this-check-and-long-enough-0123456789-abcdefghijklmnop
env SHOP_MODE=production DEBUG=false SECRET_KEY=$made_up ALLOWED_HOSTS=shop.example SITE_URL=https://shop.example BEHIND_PROXY=true \
    MAIL_FROM="Shop <shop@shop.example>" EMAIL_URL=smtp+tls://user:password@mail.shop.example:587 \
    STRIPE_SECRET_KEY=sk_live_$made_up STRIPE_WEBHOOK_SECRETS=whsec_$made_up DATABASE_URL=sqlite:////tmp/never-opened.sqlite3 \
    .venv/bin/python manage.py check --deploy --fail-level WARNING
