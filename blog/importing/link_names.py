"""Link what a text names: each series and each of its goods, where it is named first."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

from django.db.models import Q
from django.utils.html import strip_tags
from django.utils.translation import override

from blog.canon.mentions import Finder, Mention
from blog.canon.names import Dictionary, Name, NameKind
from shop.catalog.models import Product, Series

NO_LINKS = frozenset("a h2 h3".split())  # a heading is no link, and a link holds none
MOST_GOODS = 3_000  # names of goods that are looked for, of what the text is about; the newest


@dataclass
class Linked:
    """`links`: the words that became links. `cards`: names that stood alone and became cards. `wrong`: words that are nearly a name."""

    html: str
    series: list[Series] = field(default_factory=list)
    products: list[Product] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    cards: list[str] = field(default_factory=list)
    wrong: dict[tuple[str, str], int] = field(default_factory=dict)


def link_names(html: str, *, title: str, language: str, names: Dictionary) -> Linked:
    """The text with links to series and published goods; one of goods alone in its paragraph becomes a live card. Two queries.

    A misspelled name still tells what the text is about, but is not linked before it is right. Goods are looked for among those of the
    series, characters and makers that the text or its title names, so that a large catalog costs no more.
    """
    found = list(Finder(html, names).mentions())
    heads = list(Finder(f"<p>{escape(title, quote=False)}</p>", names).mentions())
    linked = Linked(html)
    for mention in (*heads, *found):
        if not mention.right:
            key = (" ".join(word.key for word in mention.words).title(), mention.name.text)
            linked.wrong[key] = linked.wrong.get(key, 0) + 1
    of_kind = {kind: {one.name.pk for one in (*heads, *found) if one.name.kind is kind} for kind in NameKind}
    linked.series = list(Series.objects.filter(pk__in=of_kind[NameKind.SERIES]).order_by("name"))
    goods = _goods(of_kind, language)
    targets: dict[tuple[NameKind, int], Product | Series] = {(NameKind.SERIES, one.pk): one for one in linked.series}
    targets.update({(NameKind.PRODUCT, one.pk): one for one in goods})
    named = Dictionary()
    for product in goods:
        named.add(Name(getattr(product, f"name_{language}"), NameKind.PRODUCT, product.pk, product.slug))
    _link(linked, _all_mentions(html, named, found), targets, language)
    return linked


def _goods(of_kind: dict[NameKind, set[int]], language: str) -> list[Product]:
    near = (
        Q(series__in=of_kind[NameKind.SERIES])
        | Q(character__in=of_kind[NameKind.CHARACTER])
        | Q(manufacturer__in=of_kind[NameKind.MAKER])
        | Q(line__in=of_kind[NameKind.LINE])
    )
    if not any(of_kind.values()):
        return []
    wanted = Product.objects.published().filter(near).order_by("-added_at", "-pk")
    return list(wanted.only("slug", f"name_{language}")[:MOST_GOODS])


def _all_mentions(html: str, goods: Dictionary, found: Sequence[Mention]) -> list[Mention]:
    """The goods that are named, and what else is and does not lie inside the name of goods, in the order of the text."""
    of_goods = list(Finder(html, goods).mentions(wrong=False))
    taken = {word.start for mention in of_goods for word in mention.words}
    rest = [mention for mention in found if mention.right and not any(word.start in taken for word in mention.words)]
    return sorted([*of_goods, *rest], key=lambda mention: mention.start)


def _link(
    linked: Linked, mentions: Sequence[Mention], targets: dict[tuple[NameKind, int], Product | Series], language: str
) -> None:
    parts: list[str] = []
    at = 0
    done = set()
    html = linked.html
    for mention in mentions:
        key = (mention.name.kind, mention.name.pk)
        target = targets.get(key)
        words = html[mention.start : mention.end]
        if target is None or key in done or "<" in words or any(NO_LINKS & word.inside for word in mention.words):
            continue
        done.add(key)
        if isinstance(target, Product):
            linked.products.append(target)
        alone = _alone(html, mention) if isinstance(target, Product) else None
        if alone:
            parts += [html[at : alone[0]], f"<p>[[product:{target.slug}]]</p>"]
            at = alone[1]
            linked.cards.append(strip_tags(words))
        else:
            with override(language):
                address = target.get_absolute_url()
            parts += [html[at : mention.start], f'<a href="{address}">{words}</a>']
            at = mention.end
            linked.links.append(strip_tags(words))
    linked.html = "".join([*parts, html[at:]])


def _alone(html: str, mention: Mention) -> tuple[int, int] | None:
    """Where the paragraph lies that holds this name and nothing else."""
    start, end = html.rfind("<p>", 0, mention.start), html.find("</p>", mention.end)
    if start < 0 or end < 0 or html[start + 3 : mention.start].strip() or html[mention.end : end].strip(" .\n"):
        return None
    return start, end + 4
