"""Staff: what was typed and not saved, the versions of an article, two of them side by side, and the way back to one."""

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from blog.articles.models import Post
from blog.articles.numbers import number
from blog.history.bring_back import Restored, bring_back
from blog.history.compare import differences
from blog.history.keep import keep_typed
from blog.history.models import Autosave, Revision
from blog.staff.typed import typed_contents
from blog.staff.version_words import names_in, titles, told


@require_POST
def autosave(request: HttpRequest, model_admin: ModelAdmin) -> HttpResponse:
    """Keep what was typed so far (`post`: the article's id, or none for a new one); answers with the moment."""
    pk = number(request.GET.get("post"))
    post = Post.objects.filter(pk=pk).first() if pk else None
    if pk and post is None:
        raise Http404
    allowed = model_admin.has_change_permission(request, post) if post else model_admin.has_add_permission(request)
    if not allowed:
        raise PermissionDenied
    now = timezone.localtime()
    version = number(request.POST.get("seen_version")) or 0
    keep_typed(post=post, by=request.user, version=version, data=typed_contents(request.POST), at=now)  # type: ignore[arg-type]  # the admin lets nobody in without a name
    return JsonResponse({"at": f"{now:%H:%M:%S}"})


def unsaved(request: HttpRequest, object_id: str | None) -> Autosave | None:
    """What this person typed and did not save, for the notice on top of the form."""
    if request.method != "GET" or "restore" in request.GET:
        return None
    return Autosave.objects.filter(by=request.user.pk, post=number(object_id)).first()


def restored(request: HttpRequest, post: Post | None) -> Restored | None:
    """With what the form begins where an earlier version was asked for (`?restore=typed`, or its number). The request remembers it, because
    the admin asks once for each part of the form.
    """
    if not hasattr(request, "restored"):
        request.restored = _restored(request, post)  # type: ignore[attr-defined]
    found: Restored | None = request.restored  # type: ignore[attr-defined]
    return found


def _restored(request: HttpRequest, post: Post | None) -> Restored | None:
    wanted = request.GET.get("restore")
    if not wanted or request.method != "GET":
        return None
    if wanted == "typed":
        found: Autosave | Revision | None = Autosave.objects.filter(by=request.user.pk, post=post).first()
    else:
        found = Revision.objects.filter(post=post, version=number(wanted) or 0).first() if post else None
    return bring_back(found.data) if found else None


def _article(request: HttpRequest, model_admin: ModelAdmin, pk: int) -> Post:
    post = get_object_or_404(Post, pk=pk)
    if not model_admin.has_view_permission(request, post):
        raise PermissionDenied
    return post


@require_safe
def history_page(request: HttpRequest, model_admin: ModelAdmin, pk: int) -> HttpResponse:
    post = _article(request, model_admin, pk)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("History"),
        "post": post,
        "revisions": post.revisions.select_related("by").defer("data"),
    }
    return TemplateResponse(request, "admin/blog/post/versions.html", context)


@require_safe
def compare_page(request: HttpRequest, model_admin: ModelAdmin, pk: int, version: int) -> HttpResponse:
    """A version beside the present one, field by field."""
    post = _article(request, model_admin, pk)
    old = get_object_or_404(Revision.objects.select_related("by"), post=post, version=version)
    new = Revision.objects.filter(post=post, version=post.version).first() or old
    names, named = titles(), names_in(old.data, new.data)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Version %(old)s and version %(new)s") % {"old": old.version, "new": new.version},
        "post": post,
        "old": old,
        "new": new,
        "differences": [(names[one.name], one) for one in differences(told(old.data, named), told(new.data, named))],
    }
    return TemplateResponse(request, "admin/blog/post/compare.html", context)
