"""The one normalizer: what is indexed and what is typed become the same plain terms.

A term is letters and digits alone, so that it needs no care in any query language. German umlauts fold both ways (führer, fuhrer and
fuehrer are 'fuhrer'), long vowels and doubled letters fold to one (ō, ou, oo; ll, ss, ß), katakana folds to hiragana, a run of Japanese
becomes its pairs of characters, '1/7' becomes '1z7', and a GTIN loses its spaces. Plurals lose their endings, the same in both languages.
"""

import re
import unicodedata
from dataclasses import dataclass

from shop.search.kana import is_kana, romanize

LONGEST_TERM = 40  # letters; what is longer is no word, and is cut
MARKS_OF_KANA = "\u3099\u309a"  # が is か with a mark, and another letter
OWN_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ー": "", "ｰ": ""})
APOSTROPHES = re.compile(r"['’‘ʼ`´]")
SCALE = re.compile(r"(?<![0-9])([0-9]{1,2})\s*[/:\u2044\u2215]\s*([0-9]{1,3})(?![0-9])|(?<![\w-])(1)-([0-9]{1,2})(?![\w-])")
DIGIT_GROUPS = re.compile(r"(?<![^\W_])[0-9]+(?:[\W_]+[0-9]+)+(?![^\W_])")
GTIN_LENGTHS = (8, 12, 13, 14)
CJK = "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7a3\U00020000-\U0003134f"
RUN = re.compile(rf"(?P<cjk>[{CJK}]+)|(?P<word>(?:(?![{CJK}])[^\W_])+(?:[-._](?:(?![{CJK}])[^\W_])+)*)")
MIXED = re.compile(r"[0-9]+|[^0-9]+")
SCALE_TERM = re.compile(r"[0-9]+z[0-9]+")
DOUBLED = re.compile(r"([^\W\d_])\1+")
VOWELS = (("ou", "o"), ("oe", "o"), ("ue", "u"), ("ae", "a"))
ENDINGS = ("en", "e", "s")


@dataclass(frozen=True)
class Word:
    """One word of a text: as it was written (in small letters), and the ways in which it can stand in the index."""

    written: str
    ways: tuple[tuple[str, ...], ...]  # each way is a group of terms that stand together; the first is the plainest


def plain(text: str) -> str:
    """Small letters without accents and with the numbers joined; the words still stand as they were written."""
    text = text.encode("utf-8", "ignore").decode().replace("\0", " ")
    while (simpler := _simpler(text)) != text:  # a compatibility form may hide another one
        text = simpler
    text = SCALE.sub(lambda found: f" {found[1] or found[3]}z{found[2] or found[4]} ", APOSTROPHES.sub("", text))
    return DIGIT_GROUPS.sub(_join_gtin, text)


def _simpler(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).casefold().translate(OWN_LETTERS)
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn" or c in MARKS_OF_KANA)
    bare = "".join(
        " " if unicodedata.category(c) == "Cn" else c for c in bare
    )  # no character (yet), though it lies among the Japanese
    return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in unicodedata.normalize("NFC", bare))


def _join_gtin(found: re.Match[str]) -> str:
    groups = re.findall(r"[0-9]+", found[0])
    whole = "".join(groups)
    return whole if len(whole) in GTIN_LENGTHS and max(map(len, groups)) < min(GTIN_LENGTHS) else found[0]


def fold(word: str) -> str:
    """One written word as a term; folding a term again changes nothing."""
    word = word[:LONGEST_TERM]
    while (shorter := _fold_once(word)) != word:
        word = shorter
    return word


def _fold_once(word: str) -> str:
    if SCALE_TERM.fullmatch(word) or word.isdigit():
        return word
    word = DOUBLED.sub(r"\1", word)
    for long, short in VOWELS:
        word = word.replace(long, short)
    for ending in ENDINGS:
        if len(word) >= 5 and word.endswith(ending):
            word = word.removesuffix(ending)
            break
    return word[:-1] + "i" if len(word) >= 4 and word.endswith("y") else word


def pairs(run: str) -> list[str]:
    """A run of Japanese as its pairs of characters; one character alone is itself."""
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]


def words(text: str) -> list[Word]:
    """The words of a text in their order, each with its ways: 't-shirt' stands as 't shirt' or 'tshirt', 'sr12' as 'sr12' or 'sr 12'."""
    found = []
    for run in RUN.finditer(plain(text)):
        if run["cjk"]:
            ways = [tuple(pairs(run["cjk"]))]
            if all(map(is_kana, run["cjk"])) and (roman := fold(romanize(run["cjk"]))):
                ways.append((roman,))
        else:
            ways = _ways(re.split(r"[-._]", run["word"]))
        found.append(Word(run[0], tuple(dict.fromkeys(ways))))
    return found


def _ways(parts: list[str]) -> list[tuple[str, ...]]:
    ways = [tuple(map(fold, parts))]
    if len(parts) > 1:
        ways.append((fold("".join(parts)),))
    elif len(pieces := MIXED.findall(parts[0])) > 1 and not SCALE_TERM.fullmatch(parts[0]):
        ways.append(tuple(map(fold, pieces)))
    return ways


def terms(text: str) -> list[str]:
    """The plain terms of a text in their order."""
    return [term for word in words(text) for term in word.ways[0]]


def normalize(text: str) -> str:
    """The terms as one text: what two spellings share when they mean the same. Normalizing again changes nothing."""
    return " ".join(terms(text))


def index_terms(text: str) -> dict[str, str]:
    """All terms under which a text is found, each with the word as it was written ('' for a term that nobody would write).

    Japanese is also joined over spaces and middle dots, because a name is typed with or without them; a run ends with its last
    character alone, so that every single character begins some term.
    """
    found: dict[str, str] = {}
    for word in words(text):
        for way in word.ways:
            for term in way:
                found.setdefault(term, word.written if len(way) == 1 and term.isascii() else "")
    for name in re.split(rf"[^{CJK}\s・]+", plain(text)):
        run = re.sub(r"[\s・]+", "", name)
        found.update(dict.fromkeys([*pairs(run), run[-1]], "") if run else {})
    return found
