"""What ONNX cannot do is said in one sentence, with what to do instead."""

from zerotohero.core.errors import BoardError


def refusal(why):
    """Return the error that says why a run is not written as ONNX."""
    return BoardError("write ONNX", "a model that ONNX can repeat", why, "hero export --to script, which can")
