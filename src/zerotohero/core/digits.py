"""How many digits of a score are worth reading."""


def digits(score):
    """Return a score with four decimals, fewer from 1,000 on and none from 10,000 on.

    >>> digits(0.87139), digits(-1523.4567), digits(46809658.4991)
    ('0.8714', '-1,523.5', '46,809,658')
    """
    size = abs(score)
    return f"{score:,.0f}" if size >= 10_000 else f"{score:,.1f}" if size >= 1_000 else f"{score:.4f}"


def leading(value, count=3):
    """Return a number with so many digits that matter, never as a power of ten unless it is one that nobody can read.

    >>> leading(12.3456), leading(49497391.0), leading(-1.77e6, 4), leading(0.000012)
    ('12.3', '49,500,000', '-1,770,000', '1.2e-05')
    """
    said = f"{value:.{count}g}"
    return f"{float(said):,.0f}" if "e+" in said and abs(value) < 1e15 else said
