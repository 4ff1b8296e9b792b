"""How a character looks, and the words that describe it."""

from dataclasses import dataclass

HAIR_STYLES = ("bob", "long", "twin", "pony", "spiky", "braid", "drill", "short", "hime", "messy")
OUTFITS = ("suit", "dress", "mech", "kimono", "school", "idol", "armor", "hoodie", "coat", "casual")
EXTRAS = (
    "visor", "phones", "ribbon", "smile", "scarf", "sword", "staff", "halo", "horns", "wings", "ears", "glasses", "hat", "cape",
    "mic", "book", "katana", "tail", "wink", "cat", "fang",
)  # fmt: skip
POSES = ("stand", "salute", "hand_on_hip", "fight", "wave", "sit", "cheer", "think", "point", "hips", "shy")


@dataclass(frozen=True, kw_only=True)
class Look:
    """Colors are '#rrggbb'; `colors` are main, second and third of the outfit, `background` top and bottom of the backdrop."""

    hair: str
    outfit: str
    extras: tuple[str, ...]
    pose: str
    hair_color: str
    eye_color: str
    skin: str
    colors: tuple[str, str, str]
    background: tuple[str, str]

    def __post_init__(self) -> None:
        for word, words in (
            (self.hair, HAIR_STYLES),
            (self.outfit, OUTFITS),
            (self.pose, POSES),
            *((e, EXTRAS) for e in self.extras),
        ):
            if word not in words:
                raise ValueError(f"{word!r} is not one of {', '.join(words)}")
