"""The magazine's addresses, below `/de/blog/` and `/en/blog/`."""

from django.urls import path

from blog.reading import feeds, preview, views

app_name = "blog"
urlpatterns = [
    path("", views.post_list, name="posts"),
    path("feed.xml", feeds.magazine, {"form": "atom"}, name="atom"),
    path("rss.xml", feeds.magazine, {"form": "rss"}, name="rss"),
    path("preview/<str:token>/", preview.preview, name="preview"),
    path("<slug:slug>/", views.post_detail, name="post"),
]
