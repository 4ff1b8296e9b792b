"""The magazine's addresses, below `/de/blog/` and `/en/blog/`."""

from django.urls import path

from blog import views

app_name = "blog"
urlpatterns = [
    path("", views.post_list, name="posts"),
    path("<slug:slug>/", views.post_detail, name="post"),
]
