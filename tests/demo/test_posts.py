"""The demo's magazine and legal texts: complete, well-formed in both languages, and pointing only at goods that exist."""

import re
import tomllib
from html.parser import HTMLParser
from pathlib import Path

import pytest

CONTENT = Path(__file__).resolve().parents[2] / "demo" / "content"
POSTS = CONTENT / "posts"
LEGAL = CONTENT / "legal"
LANGUAGES = ("de", "en")
KEYS = sorted(meta.parent.name for meta in POSTS.glob("*/meta.toml"))
LEGAL_KINDS = ("accessibility", "privacy", "terms", "warranty", "withdrawal")

BLOCKS = {"h2", "h3", "p", "ul", "ol", "blockquote"}
TAGS = BLOCKS | {"li", "strong", "em", "a"}
PLACEHOLDERS = {"seller_name", "seller_address", "seller_email", "seller_phone", "transfer_days", "withdraw_url", "shop_url"}
MOTIFS = {"duo", "portrait", "shelf", "city", "care", "list", "stars", "boxes"}
COMMON_FIELDS = {
    "kind", "published_days_ago", "author", "slug_de", "slug_en", "title_de", "title_en", "excerpt_de", "excerpt_en",
    "series", "tags", "products", "cover", "advertising", "review_copy",
}  # fmt: skip
REVIEW_FIELDS = {
    "score", "reviewed_de", "reviewed_en", "verdict_de", "verdict_en", "subject", "reviewed_series", "season", "spoilers", "criteria",
}  # fmt: skip
FIELDS = {"review": COMMON_FIELDS | REVIEW_FIELDS, "top10": COMMON_FIELDS | {"countdown", "ranking"}}
CARD = re.compile(r"\[\[product:([a-z0-9-]+)\]\]")

# Model instruction on withdrawal, EGBGB Anlage 1 as amended on 19 June 2026 (§ 356a BGB); the address is filled in by the code.
ONLINE_WITHDRAWAL = (
    "Sie können Ihr Widerrufsrecht auch online unter {withdraw_url} ausüben. Wenn Sie diese Online-Funktion nutzen, übermitteln wir Ihnen "
    "auf einem dauerhaften Datenträger (z. B. durch eine E-Mail) unverzüglich eine Eingangsbestätigung mit Informationen zum Inhalt der "
    "Widerrufserklärung sowie dem Datum und der Uhrzeit ihres Eingangs."
)
DISPUTE = {
    "de": "Wir sind nicht bereit und nicht verpflichtet, an Streitbeilegungsverfahren vor einer Verbraucherschlichtungsstelle teilzunehmen.",
    "en": "We are neither willing nor obliged to take part in dispute resolution before a consumer arbitration board.",
}
# Generic environmental claims are prohibited without proof (UWG, annex no. 4a).
GREEN_CLAIMS = re.compile(
    r"nachhaltig|umweltfreundlich|klimaneutral|klimafreundlich|co2-neutral|ökologisch|eco-friendly|sustainab|climate neutral|carbon neutral",
    re.IGNORECASE,
)


class Body(HTMLParser):
    """Reads one fragment; `problems` lists what the small set of tags does not allow."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.top_level: list[tuple[str, str]] = []
        self.problems: list[str] = []
        self.feed(html)
        self.close()
        self.problems += [f"<{tag}> is never closed" for tag in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        parent = self.open[-1] if self.open else ""
        if tag not in TAGS:
            self.problems.append(f"<{tag}> is not allowed")
        if [name for name, _ in attrs if (tag, name) != ("a", "href")]:
            self.problems.append(f"<{tag}> has attributes")
        if not parent and tag not in BLOCKS:
            self.problems.append(f"<{tag}> stands outside a block")
        if (tag == "li") != (parent in {"ul", "ol"}):
            self.problems.append(f"<{tag}> stands in <{parent}>")
        if tag in BLOCKS and parent not in {"", "blockquote"}:
            self.problems.append(f"<{tag}> stands in <{parent}>")
        if not parent:
            self.top_level.append((tag, ""))
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.problems.append(f"</{tag}> closes something else")

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in {"ul", "ol", "blockquote"}:
            tag, text = self.top_level[-1]
            self.top_level[-1] = (tag, text + data)
        elif data.strip():
            self.problems.append(f"text without a paragraph: {data.strip()!r}")

    def handle_comment(self, data: str) -> None:
        self.problems.append(f"comment: {data!r}")

    @property
    def levels(self) -> list[str]:
        return [tag for tag, _ in self.top_level if tag in {"h2", "h3"}]

    @property
    def words(self) -> int:
        prose = " ".join(text for _, text in self.top_level)
        return len(re.findall(r"\w[\w’'-]*", CARD.sub("", prose)))


def load(path: Path) -> dict:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def meta_of(key: str) -> dict:
    return load(POSTS / key / "meta.toml")


def html_of(key: str, language: str) -> str:
    """The text with the places of a top list where they stand in it."""
    places = sorted(meta_of(key).get("ranking", []), key=lambda place: -place["place"])
    cards = [f"<p>[[product:{place['product']}]]</p>" if "product" in place else "" for place in places]
    texts = ["".join(f"<p>{part}</p>\n" for part in place[f"text_{language}"].split("\n\n")) for place in places]
    heads = [f"<h2>{place[f'title_{language}']}</h2>\n" for place in places]
    ranking = "".join(head + text + card for head, text, card in zip(heads, texts, cards, strict=True))
    return (POSTS / key / f"{language}.html").read_text(encoding="utf-8").replace("<p>[[ranking]]</p>", ranking)


def slugs_in(name: str, table: str) -> set[str]:
    return {row["slug"] for row in load(CONTENT / f"{name}.toml")[table]}


def legal_text(kind: str, language: str) -> str:
    return (LEGAL / f"{kind}.{language}.html").read_text(encoding="utf-8")


def every_text() -> list[Path]:
    return sorted([CONTENT / "authors.toml", *POSTS.glob("*/*"), *LEGAL.glob("*")])


def wrong_quotes(text: str, language: str) -> list[str]:
    """Quotation marks that do not belong to the language: German „…“, English “…”."""
    prose = re.sub(r"<[^>]*>", "", text)
    pairs = re.sub(r"„[^„“”\"]*“" if language == "de" else r"“[^„“”\"]*”", "", prose)
    return re.findall(r"[„“”\"'»«]", pairs)


def test_there_are_twelve_posts_in_both_languages() -> None:
    assert len(KEYS) == 12
    assert {key: sorted(file.name for file in (POSTS / key).iterdir()) for key in KEYS} == {
        key: ["de.html", "en.html", "meta.toml"] for key in KEYS
    }


@pytest.mark.parametrize("key", KEYS)
def test_a_post_has_exactly_the_known_fields(key: str) -> None:
    meta = meta_of(key)

    assert set(meta) - {"episode"} == FIELDS.get(meta["kind"], COMMON_FIELDS)
    assert meta["kind"] in {"review", "guide", "top10", "news"}
    assert set(meta["cover"]) == {"motif", "characters"}
    assert meta["cover"]["motif"] in MOTIFS
    assert (meta["advertising"], meta["review_copy"]) == (False, False)


@pytest.mark.parametrize("key", KEYS)
def test_a_score_is_in_tenths(key: str) -> None:
    score = meta_of(key).get("score", 0)

    assert type(score) is int
    assert 0 <= score <= 100


def test_slugs_are_ascii_and_unique() -> None:
    slugs = [meta_of(key)[f"slug_{language}"] for key in KEYS for language in LANGUAGES]

    assert [slug for slug in slugs if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)] == []
    assert len(set(slugs)) == len(slugs)


def test_the_newest_post_is_the_review_of_metallic_rouge() -> None:
    days = {key: meta_of(key)["published_days_ago"] for key in KEYS}

    assert min(days, key=lambda key: days[key]) == "metallic-rouge-episode-1"
    assert len(set(days.values())) == len(days)
    assert (min(days.values()), max(days.values())) == (2, 200)


def test_authors_are_known_and_used_and_say_that_they_are_invented() -> None:
    authors = {author["key"]: author for author in load(CONTENT / "authors.toml")["author"]}

    assert len(authors) == 3
    assert {meta_of(key)["author"] for key in KEYS} == set(authors)
    assert {
        key for key, author in authors.items() if "demo" not in author["bio_de"].lower() or "demo" not in author["bio_en"].lower()
    } == set()


@pytest.mark.parametrize("key", KEYS)
def test_a_post_names_only_series_characters_and_products_of_the_catalog(key: str) -> None:
    meta = meta_of(key)

    assert set(meta["series"]) - slugs_in("series", "series") == set()
    assert set(meta["cover"]["characters"]) - slugs_in("characters", "character") == set()
    assert set(meta["products"]) - slugs_in("products", "product") == set()
    assert 3 <= len(meta["products"]) <= 8
    assert len(set(meta["products"])) == len(meta["products"])
    assert meta["series"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", KEYS)
def test_a_body_is_well_formed_and_uses_the_allowed_tags_only(key: str, language: str) -> None:
    html = html_of(key, language)
    body = Body(html)

    assert body.problems == []
    assert re.findall(r"&(?!\w+;)|\sstyle=|https?:", html) == []
    assert body.top_level[0][0] == "p"
    assert body.levels[0] == "h2"


@pytest.mark.parametrize("key", KEYS)
def test_a_post_has_the_same_shape_in_both_languages(key: str) -> None:
    assert Body(html_of(key, "de")).levels == Body(html_of(key, "en")).levels
    assert CARD.findall(html_of(key, "de")) == CARD.findall(html_of(key, "en"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", KEYS)
def test_product_cards_are_paragraphs_of_their_own_and_among_the_products_of_the_post(key: str, language: str) -> None:
    html = html_of(key, language)
    cards = CARD.findall(html)

    assert 1 <= len(cards) <= (8 if meta_of(key)["kind"] == "top10" else 3)
    assert re.findall(r"<p>\[\[product:([a-z0-9-]+)\]\]</p>", html) == cards
    assert html.count("[[") == len(cards)
    assert set(cards) - set(meta_of(key)["products"]) == set()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", KEYS)
def test_a_body_has_the_agreed_length(key: str, language: str) -> None:
    shortest, longest = (700, 900) if key == "metallic-rouge-episode-1" else (350, 600)

    assert shortest <= Body(html_of(key, language)).words <= longest


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", KEYS)
def test_an_excerpt_is_whole_sentences_of_a_fitting_length(key: str, language: str) -> None:
    excerpt = meta_of(key)[f"excerpt_{language}"]

    assert 100 <= len(excerpt) <= 240
    assert excerpt == " ".join(excerpt.split())
    assert excerpt[0].isupper()
    assert excerpt[-1] in ".!?"
    assert "…" not in excerpt
    assert "..." not in excerpt


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", KEYS)
def test_quotation_marks_are_those_of_the_language(key: str, language: str) -> None:
    meta = meta_of(key)
    texts = [value for name, value in meta.items() if name.endswith(f"_{language}")]

    assert wrong_quotes("\n".join([html_of(key, language), *texts]), language) == []


def test_the_series_is_spelled_right_everywhere() -> None:
    assert [
        path.name for path in every_text() if re.search(r"metallic[\s-]+rogue", path.read_text(encoding="utf-8"), re.IGNORECASE)
    ] == []


def test_nothing_makes_a_general_green_claim() -> None:
    assert [path.name for path in every_text() if GREEN_CLAIMS.search(path.read_text(encoding="utf-8"))] == []


def test_each_legal_text_exists_in_both_languages() -> None:
    assert sorted(file.name for file in LEGAL.iterdir()) == [
        f"{kind}.{language}.html" for kind in LEGAL_KINDS for language in LANGUAGES
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", LEGAL_KINDS)
def test_a_legal_text_is_well_formed_and_begins_with_the_warning_of_the_demo(kind: str, language: str) -> None:
    body = Body(legal_text(kind, language))

    assert body.problems == []
    assert body.top_level[0] == (
        "p",
        "Mustertext des Demo-Shops: vor dem echten Betrieb rechtlich prüfen lassen."
        if language == "de"
        else "Sample text of the demo shop: have it checked by a lawyer before the shop really opens.",
    )
    assert body.levels[0] == "h2"
    assert wrong_quotes(legal_text(kind, language).replace("’", ""), language) == []


@pytest.mark.parametrize("kind", LEGAL_KINDS)
def test_a_legal_text_has_the_same_placeholders_in_both_languages_and_no_unknown_ones(kind: str) -> None:
    german, english = (re.findall(r"\{([^{}]*)\}", legal_text(kind, language)) for language in LANGUAGES)

    assert set(german) - PLACEHOLDERS == set()
    assert sorted(german) == sorted(english)
    assert legal_text(kind, "de").count("{") == legal_text(kind, "de").count("}") == len(german)


@pytest.mark.parametrize("kind", LEGAL_KINDS)
def test_a_legal_text_has_the_same_shape_in_both_languages(kind: str) -> None:
    assert Body(legal_text(kind, "de")).levels == Body(legal_text(kind, "en")).levels


def test_the_instruction_on_withdrawal_holds_the_sentence_on_the_online_function() -> None:
    assert legal_text("withdrawal", "de").count(ONLINE_WITHDRAWAL) == 1
    assert legal_text("withdrawal", "en").count("{withdraw_url}") == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_terms_decide_on_dispute_resolution(language: str) -> None:
    assert legal_text("terms", language).count(DISPUTE[language]) == 1


def test_no_text_names_the_closed_platform_or_a_repealed_law() -> None:
    stale = re.compile(r"consumers/odr|OS-Plattform|ODR|\bTMG\b|\bTTDSG\b")

    assert [path.name for path in every_text() if stale.search(path.read_text(encoding="utf-8"))] == []
