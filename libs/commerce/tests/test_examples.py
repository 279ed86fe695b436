import numpy as np
import pytest

from argosy_commerce.examples import Example, learned, left_out
from argosy_commerce.grams import Shape, counted
from argosy_testing.growth import cost_growth

LABELS = ("broken", "late")
SHAPE = Shape()
EXAMPLES = (
    Example("the cup came broken", {"broken": 1.0}),
    Example("it broke in two", {"broken": 1.0}),
    Example("smashed to bits and late", {"broken": 1.0, "late": 0.5}),
    Example("two weeks late", {"late": 1.0}),
    Example("it came too late for christmas", {"late": 1.0}),
)


def test_a_text_scores_highest_for_what_texts_like_it_mean() -> None:
    reader = learned(EXAMPLES, LABELS, SHAPE)
    broken, late = reader.scores(["the plate broke", "a week too late"])
    assert broken[0] > broken[1]
    assert late[1] > late[0]


def test_runs_of_one_text_are_the_same_beside_other_texts() -> None:
    alone, among = counted(["abc de"], SHAPE), counted(["x", "abc de", "yz"], SHAPE)
    mine = among.texts == 1
    assert alone.buckets.tolist() == among.buckets[mine].tolist()
    assert alone.counts.tolist() == among.counts[mine].tolist()


def test_learning_twice_gives_the_same_scores_to_the_bit() -> None:
    one, other = (learned(EXAMPLES, LABELS, SHAPE).scores(["broken and late"]) for _ in range(2))
    assert one.tobytes() == other.tobytes()


def test_left_out_is_what_learning_without_the_example_gives() -> None:
    rows = [Example(f"{word} {word}s every {word}", {"late": float(i % 2)})
            for i, word in enumerate(["cat", "dog", "cow", "hen", "pig", "ant"] * 40)]  # fmt: skip
    scores = left_out(rows, LABELS, SHAPE)
    without = learned(rows[1:], LABELS, SHAPE).scores([rows[0].text])
    assert np.allclose(scores[0], without, atol=0.02)


def test_the_nearest_example_is_of_the_label_asked_for() -> None:
    reader = learned(EXAMPLES, LABELS, SHAPE)
    found = reader.nearest("it broke")
    assert found is not None
    assert found[0].text == "it broke in two"
    assert 0.3 < found[1] <= 1.0
    of_late = reader.nearest("it broke", "late")
    assert of_late is not None
    assert "late" in of_late[0].labels
    assert reader.nearest("it broke", "unknown") is None


@pytest.mark.parametrize("text", ["", " ", "!?", "\ud800", "\x00\x00", "é" * 3, "่" * 40, "💥", "\u202eabc"])
def test_any_text_gets_finite_scores(text: str) -> None:
    for shape in (SHAPE, Shape(1, 4, words=False)):
        reader = learned((*EXAMPLES, Example(text, {"late": 1.0})), LABELS, shape)
        assert np.isfinite(reader.scores([text, text * 3])).all()
        reader.nearest(text)


def test_reading_costs_as_much_more_as_a_text_is_longer() -> None:
    reader = learned(EXAMPLES, LABELS, SHAPE)
    letters = " ".join(str(number * number) for number in range(20_000))[:100_000]
    assert cost_growth(lambda text: reader.scores([text]), letters[:6250], letters) < 40
