import pytest

from argosy_commerce.slips import begins_with_slip, near_words


@pytest.mark.parametrize("typed", ["jackte", "jaket", "jaccket", "jecket", "jackett"])
def test_one_slip_is_found_among_known_words(typed: str) -> None:
    assert "jacket" in near_words(typed, {"jacket", "basket"})


def test_two_slips_other_first_letters_and_short_words_are_not() -> None:
    assert not near_words("jkcaet", {"jacket"})
    assert not near_words("backet", {"jacket"})
    assert not near_words("jakt", {"jack"})


@pytest.mark.parametrize(("typed", "known"), [("кррссовки", "кроссовки"), ("ワイヤレズ", "ワイヤレス")])
def test_letters_of_other_scripts_are_tried(typed: str, known: str) -> None:
    assert near_words(typed, {known}) == [known]


@pytest.mark.parametrize(
    ("word", "begins"),
    [
        ("wasserdcihte", True),
        ("waserdicht", True),
        ("wasserdichten", False),
        ("wasserdich", False),
        ("waserdciht", False),
    ],
)
def test_a_bent_word_begins_with_a_slip(word: str, begins: bool) -> None:
    assert begins_with_slip(word, "wasserdicht") is begins
