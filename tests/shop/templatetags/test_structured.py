"""Data for machines can hold any text and never becomes markup."""

import json

import pytest

from shop.templatetags.structured import json_ld


@pytest.mark.parametrize(
    "text", ["</script><script>alert(1)</script>", "<!--", "]]>", "a & b", "\u2028\u2029", "„Tomoe“ 巴", '"quoted"\\']
)
def test_text_stays_inside_its_block_and_is_read_back(text: str) -> None:
    block = str(json_ld({"name": text}))
    assert block.startswith('<script type="application/ld+json">') and block.endswith("</script>")
    inner = block.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert not set("<>&\u2028\u2029") & set(inner)
    assert json.loads(inner) == {"name": text}
