"""`manage.py import_article`: the report on the screen, and errors that say what to do."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from blog.articles.models import Post
from tests.factories import a_picture_file, an_author

pytestmark = pytest.mark.django_db
LONG = "A paragraph that is longer than any heading could be, and which ends with a mark."


def run(*args: object) -> str:
    out = io.StringIO()
    call_command("import_article", *map(str, args), stdout=out, stderr=io.StringIO())
    return out.getvalue()


def a_file(folder: Path, name: str = "review.txt", text: str = f"The title\n\n{LONG}\n\nA heading\n\n{LONG}\n") -> Path:
    path = folder / name
    path.write_text(text)
    return path


def test_a_file_becomes_a_draft_and_the_report_says_what_was_found(tmp_path: Path) -> None:
    an_author(slug="mara")
    out = run(a_file(tmp_path), "--language", "en", "--kind", "news")
    post = Post.objects.get()
    assert out == f"Headings found:\n  A heading\nThe draft “The title” is article {post.pk}.\n"
    assert (post.kind, post.author.slug, post.is_draft, post.languages) == ("news", "mara", True, ("en",))


def test_a_dry_run_stores_nothing(tmp_path: Path) -> None:
    an_author()
    assert run(a_file(tmp_path), "--dry-run").endswith("Nothing was stored. The draft would be “The title”.\n")
    assert not Post.objects.exists()


def test_pictures_beside_the_file_come_along_and_none_from_elsewhere(tmp_path: Path) -> None:
    an_author()
    folder = tmp_path / "text"
    (folder / "pictures").mkdir(parents=True)
    (folder / "pictures" / "a.png").write_bytes(a_picture_file())
    (tmp_path / "secret.png").write_bytes(a_picture_file())
    source = f"# T\n\n![One](pictures/a.png) ![Two](../secret.png) ![Three]({tmp_path}/secret.png)\n\n{LONG}"
    out = run(a_file(folder, "x.md", source))
    assert [picture.alt_de for picture in Post.objects.get().pictures.all()] == ["One"]
    assert out.count("a picture that does not lie beside the text: ") == 2


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["gone.txt"], "cannot be read: No such file"),
        (["."], "cannot be read: Is a directory"),
        (["x.pdf"], "Files of this kind"),
        (["review.txt", "--author", "nobody"], "There is no author “nobody”. Authors: mara, otto."),
        (["review.txt"], "Please say whose text it is, with --author. Authors: mara, otto."),
    ],
)
def test_errors_say_what_to_do_and_store_nothing(tmp_path: Path, args: list[str], words: str) -> None:
    an_author(slug="mara", name="Mara")
    if "review.txt" in args:
        an_author(slug="otto", name="Otto")
    a_file(tmp_path)
    (tmp_path / "x.pdf").write_bytes(b"%PDF")
    with pytest.raises(CommandError, match=words):
        run(tmp_path / args[0], *args[1:])
    assert not Post.objects.exists()


def test_without_any_author_the_way_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="none yet; add one in the admin first"):
        run(a_file(tmp_path))
