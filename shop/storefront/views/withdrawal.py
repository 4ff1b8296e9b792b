"""'Withdraw from contract here': one form, no login, and a receipt at once (BGB § 356a)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from shop.aftersales.declare_withdrawal import declare_withdrawal
from shop.aftersales.models import WithdrawalDeclaration
from shop.storefront.country import language_of
from shop.storefront.forms.withdrawal import WithdrawalForm

personal = cache_control(private=True, no_store=True)


@require_http_methods(["GET", "HEAD", "POST"])
@personal
def withdraw(request: HttpRequest) -> HttpResponse:
    form = WithdrawalForm(request.POST or None, initial={"contract": request.GET.get("order", "")[:20]})
    if request.method == "POST" and form.is_valid():
        declaration = declare_withdrawal(**form.cleaned_data, language=language_of(request), at=timezone.localtime())
        return redirect("shop:withdrawal_received", token=declaration.token)
    return render(request, "shop/withdraw.html", {"form": form}, status=422 if request.method == "POST" else 200)


@require_safe
@personal
def received(request: HttpRequest, token: str) -> HttpResponse:
    declaration = WithdrawalDeclaration.objects.filter(token=token).first()
    if declaration is None:
        raise Http404
    return render(request, "shop/withdrawal_received.html", {"declaration": declaration})
