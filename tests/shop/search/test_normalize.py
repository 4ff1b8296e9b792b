"""What means the same becomes the same terms; what is indexed is found by how it was written."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shop.search.kana import romanize
from shop.search.normalize import index_terms, normalize, plain, terms, words

TEXT = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("aeiouäöüßéèōūAEsn0123456789/-_.'’ ・　ァカガがぎルージュｶﾞﾒ漢字火野川巴ﾞ゙ʼ½ﬁİ\u200f\ud800\x00"),
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    "spellings",
    [
        ["führer", "fuhrer", "fuehrer", "FÜHRER", "fu\u0308hrer"],
        ["pokémon", "pokemon", "POKÉMON"],
        ["straße", "strasse", "STRASSE"],
        ["rūju", "ruuju", "ruju"],
        ["Tōkyō", "toukyou", "tookyoo", "tokyo"],
        ["ルージュ", "るーじゅ", "ﾙｰｼﾞｭ", "るじゅ"],
        ["Figuren", "Figur", "figures", "figure"],
        ["Bände", "Band"],
        ["hoodies", "Hoodie"],
        ["1/7", "1 / 7", "１／７", "1:7", "1-7", "1⁄7"],
        ["2041070101479", "2041070 101479", "2 041070 101479", "204-1070-10147-9", "２０４１０７０１０１４７９"],
        ["guild’s", "guilds", "guild"],
        ["Metallic", "metalic"],
        ["søren", "soren", "soeren"],
    ],
)
def test_spellings_of_one_word_are_one(spellings: list[str]) -> None:
    assert {normalize(spelling) for spelling in spellings} == {normalize(spellings[0])}
    assert normalize(spellings[0]) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [("か", "が"), ("band", "hand"), ("1/7", "1/8"), ("12 34", "1234"), ("9 2041070101479", "92041070101479"), ("巴", "火")],
)
def test_what_differs_stays_different(one: str, other: str) -> None:
    assert normalize(one) != normalize(other)


@pytest.mark.parametrize("nothing", ["", "   ", "!?*%_\"'", "\x00", "\u200f\u202e", "🦊", "---", "…"])
def test_what_holds_no_word_is_nothing(nothing: str) -> None:
    assert terms(nothing) == []
    assert index_terms(nothing) == {}


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("T-Shirt", "tshirt"),
        ("T-Shirt", "t shirt"),
        ("SR-206844-M", "sr206844m"),
        ("SR-206844-M", "206844"),
        ("Nullsektor9", "nullsektor 9"),
        ("Three A.M.", "3 am".replace("3", "three")),
        ("火野川 巴", "火野川巴"),
        ("ナオミ・オルトマン", "ナオミオルトマン"),
        ("メタリックルージュ", "metarikku ruuju".replace(" ", "")),
        ("小豆田", "豆田"),
    ],
)
def test_what_is_indexed_is_found_as_it_is_typed(written: str, typed: str) -> None:
    index = index_terms(written)
    assert all(any(set(way) <= set(index) for way in word.ways) for word in words(typed))


def test_a_name_without_the_typed_word_is_not_found() -> None:
    assert not any(set(way) <= set(index_terms("Metallic Rouge")) for way in words("Nullsektor")[0].ways)


@pytest.mark.parametrize(
    ("kana", "roman"),
    [
        ("るじゅ", "ruju"),
        ("とうきょう", "toukyou"),
        ("めたりっく", "metariku"),
        ("しゃしん", "shashin"),
        ("ふぁん", "fan"),
        ("ちゃ", "cha"),
    ],
)
def test_kana_are_read_in_latin_letters(kana: str, roman: str) -> None:
    assert romanize(kana) == roman


@given(TEXT)
@example("1, 2345678")
@example("ßſİ½ﬁ")
@example("か\u3099ー")
def test_normalizing_again_changes_nothing(text: str) -> None:
    assert normalize(normalize(text)) == normalize(text)


@given(TEXT)
def test_query_and_index_agree(text: str) -> None:
    """Whatever text is indexed, each of its own words finds it, and in each of the ways in which a query would look for it."""
    index = set(index_terms(text))
    assert all(set(way) <= index for word in words(text) for way in word.ways)


@given(TEXT)
@example("\U0002fa1e")
def test_terms_need_no_care_in_any_query_language(text: str) -> None:
    assert all(term.isalnum() and term == term.lower() for term in [*terms(text), *index_terms(text)])


@given(TEXT)
def test_plain_text_keeps_no_surrogate_and_no_nul(text: str) -> None:
    assert "\0" not in plain(text)
    plain(text).encode("utf-8")
