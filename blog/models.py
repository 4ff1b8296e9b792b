"""All models of the magazine's rooms, so that Django finds them; nothing else imports from here."""

from blog.articles.models import Author, Post, Tag
from blog.articles.parts import ArticlePicture, Criterion, PostProduct, RankedItem
from blog.canon.models import RightName
from blog.figures.models import ArticleDay
from blog.history.models import Autosave, OldAddress, Revision

__all__ = [
    "ArticleDay",
    "ArticlePicture",
    "Author",
    "Autosave",
    "Criterion",
    "OldAddress",
    "Post",
    "PostProduct",
    "RankedItem",
    "Revision",
    "RightName",
    "Tag",
]
