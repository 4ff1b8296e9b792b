"""`manage.py import_article FILE`: a draft of a text that was written elsewhere, and a report of what was found and left out."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import override
from tqdm import tqdm

from blog.articles.models import Author, Post, PostKind
from blog.importing.import_article import Plan, import_article, plan_import
from blog.importing.read_file import MAX_DOCX, read_file
from blog.importing.read_text import Beside, CannotImport
from blog.importing.report import report
from shop.pictures.decode import MAX_BYTES


class Command(BaseCommand):
    help = "Make a draft of a text: Word (.docx), Markdown (.md), HTML (.html) or plain text (.txt), with the pictures that lie beside it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--language", choices=("de", "en"), default="de", help="The language of the text (de).")
        parser.add_argument("--author", metavar="SLUG", help="Whose text it is; may be left away where there is one author alone.")
        parser.add_argument("--kind", choices=PostKind.values, default=PostKind.REVIEW.value)
        parser.add_argument("--dry-run", action="store_true", help="Say what would be found and left out, and store nothing.")

    def handle(self, *args: Any, file: Path, language: str, author: str | None, kind: str, dry_run: bool, **options: Any) -> None:
        writer = _author(author)
        with override("en"):  # as all commands speak
            post, plan = self._import(file, language, writer, kind, dry_run=dry_run)
            for heading, lines in report(plan):
                self.stdout.write("\n  ".join([f"{heading}:", *lines]))
        made = (
            f"The draft “{post}” is article {post.pk}." if post else f"Nothing was stored. The draft would be “{plan.text.title}”."
        )
        self.stdout.write(self.style.SUCCESS(made))

    def _import(self, file: Path, language: str, writer: Author, kind: str, *, dry_run: bool) -> tuple[Post | None, Plan]:
        bar = tqdm(desc=file.name[:20], total=3, unit="", bar_format="{desc:20} {bar:30} {n_fmt}/{total_fmt}", file=self.stderr)
        try:
            with bar:
                text = read_file(name=file.name, content=_content(file), beside=_beside(file.parent))
                bar.update()
                plan = plan_import(text=text, language=language)
                bar.update()
                post = None if dry_run else import_article(plan=plan, author=writer, kind=kind, by=None, at=timezone.now())
                bar.update()
        except CannotImport as error:
            raise CommandError(str(error)) from error
        return post, plan


def _author(slug: str | None) -> Author:
    authors = {author.slug: author for author in Author.objects.all()}
    if slug is None and len(authors) == 1:
        return next(iter(authors.values()))
    if slug not in authors:
        known = ", ".join(authors) or "none yet; add one in the admin first"
        asked = "Please say whose text it is, with --author." if slug is None else f"There is no author “{slug}”."
        raise CommandError(f"{asked} Authors: {known}.")
    return authors[slug]


def _content(file: Path) -> bytes:
    try:
        if file.stat().st_size > MAX_DOCX:
            raise CommandError("The file is larger than 50 MB.")
        return file.read_bytes()
    except OSError as error:
        raise CommandError(f"The file cannot be read: {error.strerror}.") from error


def _beside(folder: Path) -> Beside:
    """Pictures in the text's folder and below it; a name that leads out of it leads nowhere."""
    home = folder.resolve()

    def content(name: str) -> bytes | None:
        try:
            path = (home / name).resolve()
            if not path.is_relative_to(home) or not path.is_file() or path.stat().st_size > MAX_BYTES:
                return None
            return path.read_bytes()
        except (OSError, ValueError):  # too long, a null byte, no permission
            return None

    return content
