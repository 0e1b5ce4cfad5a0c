"""An estimator as the call that makes it."""

import numpy as np
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF, WhiteKernel
from sklearn.linear_model import Ridge

from zerotohero.algorithms._call import estimator_call


def made_again(estimator):
    """Return what the call makes, with nothing in scope but its own imports."""
    text, imports = estimator_call(estimator)
    scope = {}
    exec("\n".join(imports), scope)
    return eval(text, scope)


def test_defaults_are_left_out():
    assert estimator_call(Ridge(alpha=1.0)) == ("Ridge()", ["from sklearn.linear_model import Ridge"])


def test_the_bounds_of_a_kernel_are_kept():
    kernel = RBF([1.0, 2.0], (0.5, 7.0)) + WhiteKernel(0.25, "fixed")
    again = made_again(GaussianProcessRegressor(kernel)).kernel
    assert again == kernel
    assert again.k1.length_scale_bounds == (0.5, 7.0) and again.k2.noise_level_bounds == "fixed"


def test_numbers_and_arrays_of_numpy_become_plain_ones():
    text, _ = estimator_call(
        HistGradientBoostingRegressor(l2_regularization=np.float64(2), monotonic_cst=np.array([1, 0]))
    )
    assert text == "HistGradientBoostingRegressor(l2_regularization=2.0, monotonic_cst=[1, 0])"
    assert made_again(HistGradientBoostingRegressor(max_iter=np.int64(7))).max_iter == 7
