"""Keys of documents: one unambiguous string out of several parts."""

import json

from argosy_store.errors import DocumentRejected

PART_MAX = 512
"""Characters of one part; merchants and platforms choose some of them."""


def document_id(*parts: str) -> str:
    """One ``_id`` out of several parts, such that no two lists of parts give the same.

    >>> document_id("m-7", "product|1")
    '["m-7","product|1"]'

    Raises DocumentRejected for an empty, over-long or unencodable part.
    """
    for part in parts:
        if not part:
            raise DocumentRejected("a part of a document's key is empty")
        if len(part) > PART_MAX:
            raise DocumentRejected(
                f"a part of a document's key has {len(part)} characters; the limit is {PART_MAX}"
            )
        if "\x00" in part or any("\ud800" <= character <= "\udfff" for character in part):
            raise DocumentRejected("a part of a document's key holds NUL or half a surrogate pair")
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
