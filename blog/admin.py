"""What staff see of the magazine, so that Django finds it; nothing else imports from here."""

from blog.staff.articles import AuthorAdmin, PostAdmin, RightNameAdmin, TagAdmin

__all__ = ["AuthorAdmin", "PostAdmin", "RightNameAdmin", "TagAdmin"]
