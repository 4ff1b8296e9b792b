"""Kana in Latin letters, so that 'ruuju' finds ルージュ. Works on hiragana, which is what `normalize` folds all kana to."""

SYLLABLES = {
    kana: roman
    for row in (
        "あa いi うu えe おo かka きki くku けke こko がga ぎgi ぐgu げge ごgo さsa しshi すsu せse そso ざza じji ずzu ぜze ぞzo",
        "たta ちchi つtsu てte とto だda ぢji づzu でde どdo なna にni ぬnu ねne のno はha ひhi ふfu へhe ほho ばba びbi ぶbu べbe ぼbo",
        "ぱpa ぴpi ぷpu ぺpe ぽpo まma みmi むmu めme もmo やya ゆyu よyo らra りri るru れre ろro わwa ゐi ゑe をo んn ゔvu",
        "ぁa ぃi ぅu ぇe ぉo ゃya ゅyu ょyo ゎwa ゕka ゖke",
    )
    for kana, roman in ((pair[0], pair[1:]) for pair in row.split())
}
GLIDES = {"ゃ": "a", "ゅ": "u", "ょ": "o"}
SMALL_VOWELS = {"ぁ": "a", "ぃ": "i", "ぅ": "u", "ぇ": "e", "ぉ": "o"}


def is_kana(character: str) -> bool:
    return "ぁ" <= character <= "ゖ"


def romanize(kana: str) -> str:
    """Hepburn without length marks: 'るじゅ' is 'ruju', 'ふぁん' is 'fan'; a small っ is left out, for doubled letters are folded anyway."""
    roman = ""
    for character in kana:
        if character in GLIDES and roman.endswith(("shi", "chi", "ji")):
            roman = roman[:-1] + GLIDES[character]
        elif character in GLIDES and roman.endswith("i"):
            roman = roman[:-1] + "y" + GLIDES[character]
        elif character in SMALL_VOWELS and len(roman) > 1 and roman[-1] in "aiueo" and roman[-2] not in "aiueo":
            roman = roman[:-1] + SMALL_VOWELS[character]
        elif character != "っ":
            roman += SYLLABLES.get(character, "")
    return roman
