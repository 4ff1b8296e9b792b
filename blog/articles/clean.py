"""What an article's text may hold: everything else is taken out when it is saved, and once more when it is shown."""

import nh3

TAGS = {"h2", "h3", "p", "ul", "ol", "li", "blockquote", "strong", "em", "a", "br"}


def clean(body: str) -> str:
    """The text with nothing in it but what an article may hold."""
    return nh3.clean(body, tags=TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"}, link_rel="noopener")
