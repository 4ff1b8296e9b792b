"""Marks inside a text: folds, footnotes, headings to jump to, and what of it feeds may know."""

import pytest

from blog.articles.expand import Expanded, expand, without_spoilers

FOLD, END = "<p>[[spoiler:until episode 3]]</p>", "<p>[[/spoiler]]</p>"
OPEN = '<details class="spoiler"><summary>until episode 3</summary>'


@pytest.mark.parametrize(
    ("body", "html"),
    [
        (f"<p>a</p>{FOLD}<p>b</p>{END}<p>c</p>", f"<p>a</p>{OPEN}<p>b</p></details><p>c</p>"),
        (f"{FOLD}<p>b</p>", f"{OPEN}<p>b</p></details>"),
        (f"<p>a</p>{END}<p>b</p>", "<p>a</p><p>b</p>"),
        (f"{FOLD}<p>a</p>{FOLD}<p>b</p>{END}", f"{OPEN}<p>a</p></details>{OPEN}<p>b</p></details>"),
        ("<p>[[spoiler:<b>x</b>]]</p>", '<details class="spoiler"><summary>x</summary></details>'),
        ("<p>in a sentence [[spoiler:x]]</p>", "<p>in a sentence [[spoiler:x]]</p>"),
        ("<details open><summary>x</summary>y</details>", "xy"),
        (
            "<table><tr><td>1</td></tr></table>",
            '<div class="table-scroll" tabindex="0"><table><tbody><tr><td>1</td></tr></tbody></table></div>',
        ),
    ],
)
def test_folds_and_tables(body: str, html: str) -> None:
    assert expand(body).html == html


def test_footnotes_are_numbered_and_stay_safe() -> None:
    found = expand("<p>One [[note:From <em>here</em><script>x()</script>]]. Two[[note:there]].</p>")
    assert found.notes == ["From <em>here</em>", "there"]
    assert found.html == (
        '<p>One<sup class="note"><a href="#note-1" id="note-1-back">1</a></sup>. '
        'Two<sup class="note"><a href="#note-2" id="note-2-back">2</a></sup>.</p>'
    )


def test_note_that_is_not_closed_in_its_paragraph_stays_text() -> None:
    body = "<p>a [[note:b</p><p>c]] d</p>"
    assert expand(body) == Expanded(body)


def test_headings_can_be_jumped_to() -> None:
    found = expand("<h2>Wie es <em>klingt</em></h2><h3>x</h3><h2>Wie es klingt</h2><h2>日本語</h2>")
    assert found.headings == [
        ("part-1-wie-es-klingt", "Wie es klingt"),
        ("part-2-wie-es-klingt", "Wie es klingt"),
        ("part-3", "日本語"),
    ]
    assert found.html.count('<h2 id="part-') == 3


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (f"<p>a</p>{FOLD}<p>secret</p>{END}<p>c[[note:d]]</p>", "<p>a</p><p><em>Spoiler: until episode 3</em></p><p>c (d)</p>"),
        (f"<p>a</p>{FOLD}<p>secret</p>", "<p>a</p><p><em>Spoiler: until episode 3</em></p>"),
        (
            f"<p>a</p>{FOLD}<p>secret</p>{FOLD}<p>secret</p>{END}<p>b</p>",
            "<p>a</p><p><em>Spoiler: until episode 3</em></p><p>b</p>",
        ),
        (f"{END}<p>a</p>", "<p>a</p>"),
    ],
)
def test_feeds_never_tell_what_a_fold_hides(body: str, shown: str) -> None:
    assert without_spoilers(body, words="Spoiler") == shown
