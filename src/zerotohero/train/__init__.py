"""Plan, fit, refit, next: the only place that orders fits."""
