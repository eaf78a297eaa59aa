import numpy as np
import pytest

from extractors.linear import load_model, make_model, save_model, sum_rows


def small_model():
    weights = np.array([[1.0, 0.0], [0.0, 2.0], [0.0, 0.0]])
    return make_model(("yes", "no"), ["zebra", "ant", "idle"], weights, np.array([0.5, -0.5]))


def test_features_are_sorted_and_weightless_ones_left_out():
    assert list(small_model().rows) == ["ant", "zebra"]


def test_scores_add_the_bias_and_the_rows_of_known_features():
    assert small_model().scores(["ant", "zebra", "unheard-of"]).tolist() == [1.5, 1.5]


def test_no_feature_at_all_scores_the_bias():
    assert small_model().scores([]).tolist() == [0.5, -0.5]


def test_sum_rows_gives_zeros_for_an_empty_group():
    weights = np.array([[0.0], [3.0], [4.0]], dtype=np.float32)

    assert sum_rows(weights, [[1, 2], [], [2]]).tolist() == [[7.0], [0.0], [4.0]]


def test_sum_rows_of_no_groups_is_empty():
    assert sum_rows(np.zeros((1, 2), dtype=np.float32), []).shape == (0, 2)


def test_a_saved_model_reads_back_the_same(tmp_path):
    save_model(small_model(), tmp_path / "m.npz")

    read = load_model(tmp_path / "m.npz")

    assert read.outputs == ("yes", "no")
    assert read.scores(["zebra"]).tolist() == small_model().scores(["zebra"]).tolist()


def test_equal_models_give_equal_bytes(tmp_path):
    save_model(small_model(), tmp_path / "a.npz")
    save_model(small_model(), tmp_path / "b.npz")

    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()


def test_another_archive_is_refused_with_its_name(tmp_path):
    np.savez(tmp_path / "other.npz", something=np.zeros(2))

    with pytest.raises(ValueError, match=r"other\.npz is not a linear model"):
        load_model(tmp_path / "other.npz")


def test_weights_that_do_not_fit_the_names_are_refused():
    with pytest.raises(ValueError, match="do not fit"):
        make_model(("yes",), ["a", "b"], np.zeros((1, 1)), np.zeros(1))
