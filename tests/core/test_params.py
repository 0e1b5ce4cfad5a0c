"""Hyperparameters say what is wrong: argument, rule, value."""

import pytest

from zerotohero.core.errors import ParameterError, UnknownIdError
from zerotohero.core.params import Hyperparameter, parse_settings
from zerotohero.core.specs import discover


def test_a_value_out_of_range_names_the_argument_the_rule_and_the_value():
    knob = Hyperparameter("neighbors", 5, low=1, high=100)
    with pytest.raises(ParameterError, match=r"knn\.neighbors must be at least 1; got 0"):
        knob.check(0, "knn")
    with pytest.raises(ParameterError, match=r"knn\.neighbors must be a whole number; got 2\.5"):
        knob.check(2.5, "knn")


def test_every_configuration_named_is_returned_once():
    settings = parse_settings(["knn.neighbors=1,3,3,9"], discover("algorithms"))
    assert settings == {"knn": {"neighbors": [1, 3, 9]}}


def test_unknown_algorithms_and_hyperparameters_are_guessed():
    with pytest.raises(UnknownIdError, match="did you mean 'knn'"):
        parse_settings(["knnn.neighbors=1"], discover("algorithms"))
    with pytest.raises(UnknownIdError, match="did you mean 'neighbors'"):
        parse_settings(["knn.neighbours=1"], discover("algorithms"))


def test_not_a_number_is_refused():
    with pytest.raises(ParameterError, match="must be a number"):
        parse_settings(["knn.neighbors=nan"], discover("algorithms"))
