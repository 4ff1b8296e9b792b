"""All models of the magazine's rooms, so that Django finds them; nothing else imports from here."""

from blog.articles.models import ArticlePicture, Author, Criterion, Post, PostProduct, RankedItem, Tag
from blog.history.models import Autosave, OldAddress, Revision

__all__ = [
    "ArticlePicture",
    "Author",
    "Autosave",
    "Criterion",
    "OldAddress",
    "Post",
    "PostProduct",
    "RankedItem",
    "Revision",
    "Tag",
]
