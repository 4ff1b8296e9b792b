"""All models of the magazine's rooms, so that Django finds them; nothing else imports from here."""

from blog.articles.models import Author, Criterion, Post, PostProduct, RankedItem

__all__ = ["Author", "Criterion", "Post", "PostProduct", "RankedItem"]
