"""Plan, fit, refit, next: the only place that orders fits.

``zerotohero.train`` is this package *and* the public function: calling it trains (see ``train.train``).
"""

import sys
from types import ModuleType


class _CallablePackage(ModuleType):
    """The package, callable: `zh.train(...)` works before and after `import zerotohero.train`."""

    def __call__(self, data, target=None, **options):
        """Take ``data`` through the life cycle; see ``zerotohero.train.train.train``."""
        from zerotohero.train.train import train

        return train(data, target, **options)


sys.modules[__name__].__class__ = _CallablePackage
