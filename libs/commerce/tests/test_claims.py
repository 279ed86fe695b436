from argosy_commerce.claims import restricted


def test_every_restriction_has_its_source_and_words_in_all_six_languages() -> None:
    for name, group in restricted().items():
        assert group.source, name
        assert set(group.words) >= {"en", "es", "de", "ar", "ko", "th"}, name
