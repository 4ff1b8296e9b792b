"""All models of the magazine's rooms, so that Django finds them; nothing else imports from here."""

from blog.articles.models import Author, Post, PostProduct

__all__ = ["Author", "Post", "PostProduct"]
