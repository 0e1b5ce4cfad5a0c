"""The texts that mean "no value"."""

TEXT_WORDS = ("", "NA", "N/A", "n/a", "#N/A", "nan", "NaN", "NULL", "null", "<NA>", "?")
NUMBER_WORDS = (
    *TEXT_WORDS,
    "na",
    "NAN",
    "Null",
    "none",
    "None",
    "NONE",
    "-",
    "--",
    ".",
    "NaT",
    "missing",
    "#VALUE!",
    "#DIV/0!",
)
