import numpy as np
import pytest

from zerotohero.checks._run import run_checks
from zerotohero.core.dataset import missing
from zerotohero.datasets.houses import SPEC, _csv


@pytest.fixture(scope="module")
def houses():
    return SPEC.load()


def test_the_dirt_is_real_and_read_away(houses):
    text = _csv(1500)
    for word in (" m²", ";NA;", ";-;", ";?;", ";n/a;", ";;"):
        assert word in text
    types = {name: houses.type(name) for name in houses.names()}
    assert types["living_area"] == types["plot_area"] == types["built"] == types["km_to_station"] == "number"
    assert types["sold_on"] == "date"
    assert types["energy_class"] == types["garage"] == "category"
    for name, spelled in (("living_area", ";NA;"), ("built", ";?;"), ("energy_class", ";n/a;")):
        assert missing(houses.cells[name]).sum() == text.count(spelled)


def test_a_decimal_comma_is_a_decimal_point(houses):
    first = _csv(1500).splitlines()[1].split(";")
    assert houses.cells["km_to_station"][0] == float(first[9].replace(",", "."))
    assert 0 < np.nanmedian(houses.cells["km_to_station"]) < 10


def test_the_planted_traps_are_found_and_the_option_named(houses):
    structure = run_checks(houses, "price", "regression", "structure")
    judge = run_checks(houses, "price", "regression", "judge")
    found = {f.code: f for f in structure + judge}
    assert found["giveaway"].severity == "problem"
    assert found["giveaway"].where == ("insurance_value",)
    assert "--drop insurance_value" in found["giveaway"].fix
    assert found["group"].act == {"groups": "plot"}
    assert found["identifier"].where == ("sale",)
    assert found["constant"].where == ("country",)
    assert found["copies"].evidence["copies"] > 10
    assert "time" not in found


def test_the_same_houses_come_every_time_and_as_many_as_asked(houses):
    assert houses.target == "price"
    assert houses.name == houses.origin == "houses"
    assert SPEC.load().fingerprint == houses.fingerprint
    assert len(SPEC.load(200)) == 200
