"""The magazine's addresses, below `/de/blog/` and `/en/blog/`."""

from django.urls import path

from blog.reading import counts, feeds, preview, views

app_name = "blog"
COLLECTIONS = {
    "series": "series/<slug:slug>/",
    "tag": "tags/<slug:slug>/",
    "author": "authors/<slug:slug>/",
    "month": "<int:year>/<int:month>/",
}
urlpatterns = [
    path("", views.post_list, name="posts"),
    path("feed.xml", feeds.magazine, {"form": "atom"}, name="atom"),
    path("rss.xml", feeds.magazine, {"form": "rss"}, name="rss"),
    path("archive/", views.archive, name="archive"),
    path("<slug:slug>/card-<slug:asked>.jpg", views.post_social_card, name="post_social_card"),
    *(path(f"counts/<int:article>/{what}/", counts.add_count, {"what": what}, name=what) for what in ("reads", "clicks")),
    path("preview/<str:token>/", preview.preview, name="preview"),
    *(path(where, views.collected, {"kind": kind}, name=kind) for kind, where in COLLECTIONS.items()),
    *(
        path(f"{where}feed.xml", feeds.collected, {"kind": kind, "form": "atom"}, name=f"{kind}_atom")
        for kind, where in COLLECTIONS.items()
    ),
    *(
        path(f"{where}rss.xml", feeds.collected, {"kind": kind, "form": "rss"}, name=f"{kind}_rss")
        for kind, where in COLLECTIONS.items()
    ),
    path("<slug:slug>/", views.post_detail, name="post"),
]
