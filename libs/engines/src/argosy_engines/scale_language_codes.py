"""BCP 47 tags in the codes that multilingual translation models were trained with."""

from __future__ import annotations

from collections.abc import Iterator

from argosy_commerce.errors import UnknownLanguage
from argosy_commerce.languages import Tag, read_tag
from argosy_engines.errors import InvalidInput

# ISO 639-1 to the ISO 639-3 codes of FLORES-200, as NLLB's tokenizer lists them
# (github.com/facebookresearch/flores/blob/main/flores200/README.md, read 2025-11). Where a
# macrolanguage has several, the standard form: Modern Standard Arabic, Bokmål, Standard Malay.
FLORES = {
    "af": "afr", "am": "amh", "ar": "arb", "az": "azj", "be": "bel", "bg": "bul", "bn": "ben", "bs": "bos",
    "ca": "cat", "cs": "ces", "cy": "cym", "da": "dan", "de": "deu", "el": "ell", "en": "eng", "es": "spa",
    "et": "est", "eu": "eus", "fa": "pes", "fi": "fin", "fil": "tgl", "fr": "fra", "ga": "gle", "gl": "glg",
    "gu": "guj", "he": "heb", "hi": "hin", "hr": "hrv", "hu": "hun", "hy": "hye", "id": "ind", "is": "isl",
    "it": "ita", "ja": "jpn", "ka": "kat", "kk": "kaz", "km": "khm", "kn": "kan", "ko": "kor", "ky": "kir",
    "lo": "lao", "lt": "lit", "lv": "lvs", "mk": "mkd", "ml": "mal", "mn": "khk", "mr": "mar", "ms": "zsm",
    "mt": "mlt", "my": "mya", "nb": "nob", "ne": "npi", "nl": "nld", "nn": "nno", "no": "nob", "pa": "pan",
    "pl": "pol", "pt": "por", "ro": "ron", "ru": "rus", "si": "sin", "sk": "slk", "sl": "slv", "sq": "als",
    "sr": "srp", "sv": "swe", "sw": "swh", "ta": "tam", "te": "tel", "th": "tha", "tl": "tgl", "tr": "tur",
    "uk": "ukr", "ur": "urd", "uz": "uzn", "vi": "vie", "zh": "zho", "zu": "zul",
}  # fmt: skip

# FLORES writes Korean and Japanese with their main scripts' names where CLDR has mixed ones.
_SCRIPTS = {"Kore": "Hang"}


def tag_of(name: str, text: str) -> Tag:
    """A caller's tag, read. `name` is the tensor; raises `InvalidInput`."""
    try:
        return read_tag(text)
    except UnknownLanguage as error:
        raise InvalidInput(f"{name}: {error}") from error


def codes(tag: Tag) -> Iterator[str]:
    """What a model may call this language, the most exact first: FLORES-200, then ISO 639."""
    if tag.language in FLORES:
        yield f"{FLORES[tag.language]}_{_SCRIPTS.get(tag.full_script, tag.full_script)}"
    if tag.script or tag.region:
        yield str(tag)
    if tag.language in {"nb", "nn"}:
        yield tag.language
        yield "no"
    elif tag.language == "fil":
        yield "tl"
    else:
        yield tag.language
