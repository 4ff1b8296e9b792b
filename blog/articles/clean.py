"""What an article's text may hold: everything else is taken out when it is saved, and once more when it is shown."""

import nh3

TAGS = set("h2 h3 p ul ol li blockquote strong em a br table thead tbody tr th td".split())
ATTRIBUTES = {"a": {"href"}, "th": {"colspan", "rowspan"}, "td": {"colspan", "rowspan"}}
SCHEMES = {"http", "https", "mailto"}


def clean(body: str) -> str:
    """The text with nothing in it but what an article may hold."""
    return nh3.clean(body, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener")
