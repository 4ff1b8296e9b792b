"""Icons are those of the package, drawn once."""

from django.template import engines
from lucide.templatetags.lucide import lucide as draw

from shop.templatetags.icons import lucide


def test_tag_of_a_template_gives_the_icon_of_the_package() -> None:
    template = engines["django"].from_string('{% load lucide %}{% lucide "x" size=20 aria_hidden="true" %}')
    assert template.render() == draw("x", size=20, aria_hidden="true")
    assert 'aria-hidden="true"' in template.render()


def test_icon_is_drawn_once_for_each_size() -> None:
    lucide.cache_clear()
    drawn = [lucide("x", size=size) for size in (20, 20, 24)]
    assert (drawn[0] == drawn[1], drawn[0] == drawn[2], lucide.cache_info().misses) == (True, False, 2)
