"""A small Word document, made by hand, so that a test says what stands in it."""

import io
import zipfile

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>'
)
ROOT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
REL = '<Relationship Id="{}" Type="' + ROOT + '/{}" Target="{}"{}/>'
STYLES = (
    f'<?xml version="1.0"?><w:styles {NAMES}>'
    + "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in (("Title", "Title"), ("H1", "heading 1"), ("H2", "heading 2"), ("Quote", "Quote"))
    )
    + "</w:styles>"
)


def a_paragraph(text: str, style: str = "") -> str:
    look = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{look}<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def a_drawing(alt: str = "", link: str = "embed") -> str:
    return (
        f'<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="p" descr="{alt}"/><a:graphic><a:graphicData>'
        f'<pic:pic><pic:blipFill><a:blip r:{link}="rId1"/></pic:blipFill></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r></w:p>"
    )


def a_noted_paragraph(before: str, after: str, note: int) -> str:
    """A paragraph with a footnote of this number in it."""
    mark = f'<w:r><w:footnoteReference w:id="{note}"/></w:r>'
    words = (f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' for text in (before, after))
    return f"<w:p>{mark.join(words)}</w:p>"


def a_table(*rows: tuple[str, ...]) -> str:
    cells = ("".join(f"<w:tc>{a_paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def a_word_file(
    *body: str,
    picture: bytes | None = None,
    target: str = "media/image1.png",
    notes: tuple[str, ...] = (),
    extra: dict[str, bytes] | None = None,
) -> bytes:
    """`picture` is what the relation rId1 leads to; with another `target` it leads out of the file. `notes`: the footnotes, from 1 on."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", RELS.format(REL.format("rId1", "officeDocument", "word/document.xml", "")))
        archive.writestr(
            "word/document.xml", f'<?xml version="1.0"?><w:document {NAMES}><w:body>{"".join(body)}</w:body></w:document>'
        )
        outside = ' TargetMode="External"' if "//" in target else ""
        links = [REL.format("rId1", "image", target, outside), REL.format("rId2", "styles", "styles.xml", "")]
        if notes:
            links.append(REL.format("rId3", "footnotes", "footnotes.xml", ""))
            rows = (f'<w:footnote w:id="{number}">{a_paragraph(text)}</w:footnote>' for number, text in enumerate(notes, 1))
            archive.writestr("word/footnotes.xml", f'<?xml version="1.0"?><w:footnotes {NAMES}>{"".join(rows)}</w:footnotes>')
        archive.writestr("word/_rels/document.xml.rels", RELS.format("".join(links)))
        archive.writestr("word/styles.xml", STYLES)
        if picture is not None:
            archive.writestr("word/media/image1.png", picture)
        for name, content in (extra or {}).items():
            archive.writestr(name, content)
    return file.getvalue()
