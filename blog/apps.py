from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BlogConfig(AppConfig):
    name = "blog"
    verbose_name = _("Magazine")

    def ready(self) -> None:
        from blog.articles.search import register_articles  # noqa: PLC0415 -- the models are not there before

        register_articles()
