"""The demo catalog holds together: references, vocabularies, languages, prices, states."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

Entry = dict[str, Any]

CONTENT = Path(__file__).resolve().parents[2] / "demo" / "content"


def load(file: str, key: str) -> list[Entry]:
    with (CONTENT / file).open("rb") as handle:
        data = tomllib.load(handle)
    assert list(data) == [key]
    entries: list[Entry] = data[key]
    return entries


MAKERS = load("makers.toml", "maker")
SERIES = load("series.toml", "series")
CHARACTERS = load("characters.toml", "character")
PRODUCTS = load("products.toml", "product")
LINES = load("lines.toml", "line")
SCULPTORS = load("sculptors.toml", "sculptor")
SCALES = load("scales.toml", "scale")
ALL = [*MAKERS, *SERIES, *CHARACTERS, *PRODUCTS, *LINES, *SCULPTORS, *SCALES]

KINDS = {
    # kind: (how many, lowest price, highest price)
    "scale_figure": (26, 109, 329),
    "chibi": (12, 39, 79),
    "plush": (8, 19, 49),
    "apparel": (8, 24, 65),
    "acrylic_stand": (7, 14, 25),
    "poster": (5, 12, 30),
    "manga": (6, 7, 24),
}
HAIR = set("bob long twin pony spiky braid drill short hime messy".split())
OUTFITS = set("suit dress mech kimono school idol armor hoodie coat casual".split())
EXTRAS = set("visor phones ribbon smile scarf sword staff halo horns wings ears glasses hat cape mic book katana tail".split())
POSES = set("stand salute hand_on_hip fight wave sit".split())
EU = set("AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE".split())

MAKER_KEYS = {"slug", "name", "country", "address", "email", "description_de", "description_en"}
SERIES_KEYS = {"slug", "name", "native_name", "description_de", "description_en", "genre_de", "genre_en"}
CHARACTER_KEYS = set("slug name native_name series hair outfit extras pose hair_color eye_color skin colors background".split())
PRODUCT_KEYS = set(
    "slug kind series character maker name_de name_en summary_de summary_en description_de"
    " description_en line scale height_mm material_de material_en sculptor weight_g gtin price tax_kind"
    " added_days_ago popularity age contents_de contents_en".split()
)
PRODUCT_OPTIONAL_KEYS = {"stock", "size", "history", "preorder", "rrp", "native_name", "released", "rerun"}
JAPANESE = r"[\u3040-\u30ff\u3400-\u9fff・ー]"

# Green claims need proof under the law on unfair competition; the hedged dates say nothing a buyer
# could hold the shop to; the rest is the wording every other shop uses.
FORBIDDEN = [
    r"nachhaltig",
    r"umwelt",
    r"klima(neutral|freundlich|positiv)",
    r"ökolog",
    r"\bbio\b|\bbio-",
    r"recycel|recycl",
    r"\bsustainab",
    r"\beco\b|\beco-|ecolog",
    r"climate.(neutral|friendly)",
    r"organic",
    r"biodegrad|biologisch abbaubar",
    r"bald verfügbar",
    r"voraussichtlich",
    r"in kürze",
    r"demnächst",
    r"coming soon",
    r"available soon",
    r"must-have|must have",
    r"darf in keine[rm]",
    r"herz(en)? höher",
    r"tauche? ein",
    r"atemberaubend|breathtaking|stunning",
    r"liebevoll|detailgetreu|detailverliebt",
    r"einzigartig|unverzichtbar",
    r"absolute[rs]? (hingucker|highlight)",
    r"\bhingucker|eye-?catcher",
    r"elevate|immerse yourself",
    r"limitiert|limited edition",
    r"lizenziert|licensed",
]


def ids(entries: list[Entry]) -> list[str]:
    return [entry["slug"] for entry in entries]


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)


def total_stock(product: Entry) -> int:
    if "size" in product:
        return sum(size["stock"] for size in product["size"])
    stock: int = product["stock"]
    return stock


def reference_price(product: Entry) -> Decimal:
    """The lowest price of the 30 days before the first step of the current run of cuts."""
    history = [(step["days_ago"], Decimal(step["price"])) for step in product["history"]]
    first_cut = len(history) - 1
    while first_cut > 1 and history[first_cut - 1][1] < history[first_cut - 2][1]:
        first_cut -= 1
    start = history[first_cut][0]
    lowest = None
    for (_, price), (until, _) in pairwise(history[: first_cut + 1]):
        if until < start + 30:
            lowest = price if lowest is None else min(lowest, price)
    assert lowest is not None
    return lowest


REDUCED = [product for product in PRODUCTS if "history" in product]
PREORDERS = [product for product in PRODUCTS if "preorder" in product]
RERUNS = [product for product in PRODUCTS if "rerun" in product]


class TestCounts:
    def test_sizes_of_the_files(self) -> None:
        assert len(MAKERS) == 8
        assert len(SERIES) == 10
        assert len(CHARACTERS) >= 24
        assert len(PRODUCTS) == 72
        assert len(LINES) == 6
        assert len(SCULPTORS) == 7

    def test_products_by_kind(self) -> None:
        assert Counter(p["kind"] for p in PRODUCTS) == {kind: count for kind, (count, _, _) in KINDS.items()}

    def test_states(self) -> None:
        regular = [p for p in PRODUCTS if "preorder" not in p]
        assert sum(total_stock(p) == 0 for p in regular) >= 8
        assert sum(1 <= total_stock(p) <= 3 for p in regular) >= 6
        assert len(REDUCED) >= 10
        assert len(PREORDERS) >= 12

    def test_everything_is_used(self) -> None:
        assert {p["maker"] for p in PRODUCTS} == set(ids(MAKERS))
        assert {p["series"] for p in PRODUCTS} == set(ids(SERIES))
        assert {c["series"] for c in CHARACTERS} == set(ids(SERIES))
        assert {p["line"] for p in PRODUCTS} - {""} == set(ids(LINES))
        assert {p["sculptor"] for p in PRODUCTS} - {""} == set(ids(SCULPTORS))
        assert {p["scale"] for p in PRODUCTS} - {""} == set(ids(SCALES))

    def test_the_real_series_has_goods(self) -> None:
        assert sum(p["series"] == "metallic-rouge" for p in PRODUCTS) >= 6


class TestUniqueness:
    @pytest.mark.parametrize(
        "entries",
        [MAKERS, SERIES, CHARACTERS, PRODUCTS, LINES, SCULPTORS, SCALES],
        ids=["makers", "series", "characters", "products", "lines", "sculptors", "scales"],
    )
    def test_slugs(self, entries: list[Entry]) -> None:
        slugs = ids(entries)
        assert len(set(slugs)) == len(slugs)
        assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) for slug in slugs)
        assert max(map(len, slugs)) <= 50

    @pytest.mark.parametrize("key", ["name_de", "name_en", "summary_de", "summary_en", "gtin"])
    def test_product_fields(self, key: str) -> None:
        values = [p[key].casefold() for p in PRODUCTS]
        assert [value for value, count in Counter(values).items() if count > 1] == []

    @pytest.mark.parametrize("entries", [MAKERS, SERIES, CHARACTERS, LINES, SCULPTORS, SCALES])
    def test_names(self, entries: list[Entry]) -> None:
        assert len({entry["name"] for entry in entries}) == len(entries)

    def test_descriptions_share_no_paragraph(self) -> None:
        paragraphs = [
            paragraph for product in PRODUCTS for lang in ("de", "en") for paragraph in product[f"description_{lang}"].split("\n\n")
        ]
        assert len(set(paragraphs)) == len(paragraphs)


@pytest.mark.parametrize("maker", MAKERS, ids=ids(MAKERS))
class TestMakers:
    def test_fields(self, maker: Entry) -> None:
        outside = maker["country"] not in EU
        assert set(maker) - {"native_name"} == MAKER_KEYS | ({"eu_contact"} if outside else set())
        assert ("native_name" in maker) == outside
        assert re.fullmatch(r"[A-Z]{2}", maker["country"])
        assert all(text.strip() == text and text for text in texts(maker))

    def test_contacts(self, maker: Entry) -> None:
        contacts = [maker, maker["eu_contact"]] if "eu_contact" in maker else [maker]
        for contact in contacts:
            assert re.fullmatch(r"[a-z.]+@[a-z-]+\.example", contact["email"])
            assert re.search(r"\d", contact["address"])
            assert contact["address"].count(",") >= 2
        if "eu_contact" in maker:
            assert set(maker["eu_contact"]) == {"name", "address", "email"}
            assert maker["eu_contact"]["address"].endswith(("Deutschland", "Niederlande"))

    def test_description(self, maker: Entry) -> None:
        assert maker["description_de"] != maker["description_en"]
        assert all(60 <= len(maker[f"description_{lang}"]) <= 300 for lang in ("de", "en"))


@pytest.mark.parametrize("series", SERIES, ids=ids(SERIES))
class TestSeries:
    def test_fields(self, series: Entry) -> None:
        assert set(series) == SERIES_KEYS
        assert series["genre_de"] != series["genre_en"]
        assert series["description_de"] != series["description_en"]
        assert all(120 <= len(series[f"description_{lang}"]) <= 450 for lang in ("de", "en"))
        assert all(0 < len(series[f"genre_{lang}"]) <= 40 for lang in ("de", "en"))


@pytest.mark.parametrize("character", CHARACTERS, ids=ids(CHARACTERS))
class TestCharacters:
    def test_fields(self, character: Entry) -> None:
        assert set(character) == CHARACTER_KEYS
        assert character["series"] in ids(SERIES)
        assert character["hair"] in HAIR
        assert character["outfit"] in OUTFITS
        assert character["pose"] in POSES
        assert set(character["extras"]) <= EXTRAS
        assert len(set(character["extras"])) == len(character["extras"]) > 0

    def test_colors(self, character: Entry) -> None:
        assert len(set(character["colors"])) == 3
        assert len(set(character["background"])) == 2
        single = [character[key] for key in ("hair_color", "eye_color", "skin")]
        for color in [*single, *character["colors"], *character["background"]]:
            assert re.fullmatch(r"#[0-9a-f]{6}", color)


class TestLooks:
    def test_all_different(self) -> None:
        shapes = {(c["hair"], c["outfit"], c["pose"]) for c in CHARACTERS}
        assert len(shapes) == len(CHARACTERS)
        for key in ("hair_color", "eye_color"):
            assert len({c[key] for c in CHARACTERS}) == len(CHARACTERS)
        assert len({tuple(c["background"]) for c in CHARACTERS}) == len(CHARACTERS)

    def test_whole_vocabulary_is_used(self) -> None:
        assert {c["hair"] for c in CHARACTERS} == HAIR
        assert {c["outfit"] for c in CHARACTERS} == OUTFITS
        assert {c["pose"] for c in CHARACTERS} == POSES
        assert {extra for c in CHARACTERS for extra in c["extras"]} == EXTRAS

    def test_backdrops_vary(self) -> None:
        def lightness(color: str) -> float:
            red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
            return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255

        tops = [lightness(c["background"][0]) for c in CHARACTERS]
        assert sum(top < 0.2 for top in tops) >= 3
        assert sum(top > 0.8 for top in tops) >= 6
        assert sum(0.2 <= top <= 0.8 for top in tops) >= 6


@pytest.mark.parametrize("product", PRODUCTS, ids=ids(PRODUCTS))
class TestProducts:
    def test_fields(self, product: Entry) -> None:
        assert PRODUCT_KEYS <= set(product) <= PRODUCT_KEYS | PRODUCT_OPTIONAL_KEYS
        may_be_empty = {"character", "line", "scale", "sculptor", "age"}
        for key in PRODUCT_KEYS - may_be_empty:
            if isinstance(product[key], str):
                assert product[key] and product[key] == product[key].strip(), key

    def test_references(self, product: Entry) -> None:
        assert product["series"] in ids(SERIES)
        assert product["maker"] in ids(MAKERS)
        makers = {line["slug"]: line["maker"] for line in LINES}
        assert not product["line"] or makers[product["line"]] == product["maker"]
        if product["character"]:
            owner = {c["slug"]: c["series"] for c in CHARACTERS}
            assert owner[product["character"]] == product["series"]

    def test_vocabularies(self, product: Entry) -> None:
        kind = product["kind"]
        assert kind in KINDS
        assert product["tax_kind"] == ("book" if kind == "manga" else "standard")
        assert product["age"] in {"", "15"}
        assert 0 <= product["added_days_ago"] <= 400
        assert 0 <= product["popularity"] <= 100

    def test_measures(self, product: Entry) -> None:
        kind = product["kind"]
        if kind == "scale_figure":
            assert re.fullmatch(r"1-[4-8]", product["scale"])
            assert product["name_de"].endswith(f" – {product['scale'].replace('-', '/')}")
            assert product["slug"].endswith(product["scale"])
        else:
            assert product["scale"] == ""
        assert bool(product["sculptor"]) == (kind in {"scale_figure", "chibi"})
        assert (product["height_mm"] == 0) == (kind == "apparel")
        assert 0 <= product["height_mm"] < 1000
        assert 50 <= product["weight_g"] <= 6000

    def test_gtin(self, product: Entry) -> None:
        for gtin in [product["gtin"], *([product["rerun"]["gtin"]] if "rerun" in product else [])]:
            assert re.fullmatch(r"20\d{11}", gtin)
            weighted = sum(int(digit) * (3 if i % 2 else 1) for i, digit in enumerate(gtin))
            assert weighted % 10 == 0

    def test_price(self, product: Entry) -> None:
        _, low, high = KINDS[product["kind"]]
        assert re.fullmatch(r"\d+\.\d\d", product["price"])
        assert low <= Decimal(product["price"]) <= high
        assert low <= Decimal(product.get("rerun", product)["price"]) <= high

    def test_rrp(self, product: Entry) -> None:
        assert re.fullmatch(r"\d+\.\d\d", product.get("rrp", "0.01"))
        assert "rrp" not in product or product["tax_kind"] != "book"

    def test_native_name(self, product: Entry) -> None:
        assert ("native_name" in product) == (product["kind"] != "apparel")
        assert re.search(JAPANESE, product.get("native_name", "あ"))

    def test_releases(self, product: Entry) -> None:
        for run in (product, product.get("rerun", {})):
            assert not {"released", "preorder"} <= set(run)
            if "released" in run:
                assert set(run["released"]) == {"months_ago", "precision"}
                assert 0 <= run["released"]["months_ago"] <= 14
        if "rerun" in product:
            rerun = product["rerun"]
            assert "released" in product and ("released" in rerun) != ("preorder" in rerun)
            assert set(rerun) - {"rrp", "released", "preorder"} == {"price", "gtin", "stock"}
            assert rerun["gtin"] not in {other["gtin"] for other in PRODUCTS}
            assert ("preorder" in rerun) == (rerun["stock"] == 0)
            if "released" in rerun:
                assert rerun["released"]["months_ago"] < product["released"]["months_ago"]

    def test_languages(self, product: Entry) -> None:
        for field in ("summary", "description", "material", "contents"):
            assert product[f"{field}_de"] != product[f"{field}_en"], field
        if product["kind"] != "scale_figure":
            assert product["name_de"] != product["name_en"]

    def test_lengths(self, product: Entry) -> None:
        for lang in ("de", "en"):
            assert len(product[f"name_{lang}"]) <= 80
            assert 30 <= len(product[f"summary_{lang}"]) <= 140
            assert len(product[f"material_{lang}"]) <= 80
            assert len(product[f"contents_{lang}"]) <= 100
            description = product[f"description_{lang}"]
            paragraphs = description.split("\n\n")
            assert 2 <= len(paragraphs) <= 3
            assert all(paragraph and "\n" not in paragraph for paragraph in paragraphs)
            assert 180 <= len(description) <= 900
        assert product["description_de"].count("\n\n") == product["description_en"].count("\n\n")

    def test_stock(self, product: Entry) -> None:
        assert ("stock" in product) != ("size" in product)
        assert ("size" in product) == (product["kind"] == "apparel")
        if "size" in product:
            assert [size["label"] for size in product["size"]] == ["S", "M", "L", "XL"]
            assert all(set(size) == {"label", "stock"} for size in product["size"])
            assert all(0 <= size["stock"] <= 40 for size in product["size"])
        else:
            assert 0 <= product["stock"] <= 40


class TestReductions:
    def test_history_is_in_order(self) -> None:
        for product in REDUCED:
            days = [step["days_ago"] for step in product["history"]]
            assert days == sorted(set(days), reverse=True), product["slug"]
            assert days[0] <= product["added_days_ago"]
            assert days[0] - days[1] >= 30
            assert all(set(step) == {"days_ago", "price"} for step in product["history"])
            assert all(re.fullmatch(r"\d+\.\d\d", step["price"]) for step in product["history"])
            assert product["history"][-1]["price"] == product["price"]
            assert Decimal(product["history"][-2]["price"]) > Decimal(product["price"])

    def test_no_book_is_reduced(self) -> None:
        assert not [p["slug"] for p in REDUCED if p["kind"] == "manga"]

    def test_reduced_goods_can_be_bought(self) -> None:
        assert all(total_stock(p) > 3 and "preorder" not in p for p in REDUCED)

    def test_tricky_histories(self) -> None:
        reference = {p["slug"]: reference_price(p) for p in REDUCED}
        assert reference["lyra-tonami-zugabe-1-8"] == Decimal("149.00")
        assert reference["shigure-hatano-1-7"] == Decimal("229.00")
        assert reference["kon-azukida-1-7"] == Decimal("139.00")

    def test_only_one_reduction_may_not_be_shown(self) -> None:
        hidden = [p["slug"] for p in REDUCED if reference_price(p) <= Decimal(p["price"])]
        assert hidden == ["kon-azukida-1-7"]


class TestPreorders:
    def test_fields(self) -> None:
        for product in PREORDERS:
            preorder = product["preorder"]
            assert set(preorder) == {"months_ahead", "precision", "deliver_within_days", "limit"}
            assert 1 <= preorder["months_ahead"] <= 9
            assert 7 <= preorder["deliver_within_days"] <= 90
            assert preorder["limit"] > 0
            assert total_stock(product) == 0
            assert product["added_days_ago"] <= 60

    def test_every_precision_occurs(self) -> None:
        assert {p["preorder"]["precision"] for p in PREORDERS} == {"month", "day", "quarter"}


class TestReruns:
    def test_every_case_occurs(self) -> None:
        cases = {(total_stock(p) > 0, "preorder" in p["rerun"]) for p in RERUNS}
        assert cases == {(False, True), (False, False), (True, True)}  # a first run sold out, and one that is still there

    def test_promises(self) -> None:
        for preorder in (p["rerun"]["preorder"] for p in RERUNS if "preorder" in p["rerun"]):
            assert set(preorder) == {"months_ahead", "precision", "deliver_within_days", "limit"}
            assert 1 <= preorder["months_ahead"] <= 9 and preorder["limit"] > 0


class TestLines:
    def test_fields(self) -> None:
        for line in LINES:
            assert set(line) == {"slug", "name", "native_name", "maker"}
            assert line["maker"] in ids(MAKERS)

    def test_scales_are_fractions(self) -> None:
        for scale in SCALES:
            assert scale == {
                "slug": f"1-{scale['denominator']}",
                "name": f"1/{scale['denominator']}",
                "denominator": scale["denominator"],
            }

    def test_sculptors_have_names(self) -> None:
        assert all(set(sculptor) == {"slug", "name"} for sculptor in SCULPTORS)

    @pytest.mark.parametrize("entries", [SERIES, CHARACTERS, LINES])
    def test_native_names_are_japanese(self, entries: list[Entry]) -> None:
        assert all(re.search(JAPANESE, entry["native_name"]) for entry in entries)
        assert len({entry["native_name"] for entry in entries}) == len(entries)


class TestApparel:
    def test_some_sizes_are_gone(self) -> None:
        partly = [p["slug"] for p in PRODUCTS if "size" in p and total_stock(p) and any(s["stock"] == 0 for s in p["size"])]
        assert len(partly) >= 3

    def test_fibres_add_up(self) -> None:
        for product in PRODUCTS:
            if product["kind"] == "apparel":
                for lang, pattern in (("de", r"(\d+) %"), ("en", r"(\d+)%")):
                    shares = re.findall(pattern, product[f"material_{lang}"])
                    assert sum(map(int, shares)) == 100, product["slug"]


class TestWording:
    @pytest.mark.parametrize("pattern", FORBIDDEN)
    def test_forbidden_words(self, pattern: str) -> None:
        hits = [(entry["slug"], text) for entry in ALL for text in texts(entry) if re.search(pattern, text, re.IGNORECASE)]
        assert hits == []

    def test_typography(self) -> None:
        for entry in ALL:
            for text in texts(entry):
                assert '"' not in text and "'" not in text, text
                assert " - " not in text and "—" not in text and "..." not in text, text
                assert "  " not in text, text

    def test_quotes_of_each_language(self) -> None:
        for entry in ALL:
            for key, text in entry.items():
                if key.endswith("_de"):
                    assert text.count("„") == text.count("“"), text
                    assert "”" not in text and "’" not in text, text
                elif key.endswith("_en"):
                    assert text.count("“") == text.count("”"), text
                    assert "„" not in text, text

    def test_the_shop_says_du(self) -> None:
        for entry in ALL:
            for key, text in entry.items():
                if key.endswith("_de"):
                    assert not re.search(r"\bIhnen\b|[a-zäöüß,] (Sie|Ihre?[nmrs]?)\b", text), text

    def test_german_is_german_and_english_is_english(self) -> None:
        german = re.compile(r"\b(und|der|die|das|den|dem|ist|nicht|mit|eine?|einer|auf|nach)\b", re.IGNORECASE)
        english = re.compile(r"\b(and|the|is|not|with|a|of|from)\b", re.IGNORECASE)
        for entry in [*MAKERS, *SERIES, *PRODUCTS]:
            de, en = entry["description_de"], entry["description_en"]
            assert len(german.findall(de)) > len(english.findall(de)), entry["slug"]
            assert len(english.findall(en)) > len(german.findall(en)), entry["slug"]
