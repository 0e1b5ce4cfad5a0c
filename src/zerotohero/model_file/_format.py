"""The model file: a zip of three members, nothing compressed, nothing that can run.

==================== =========================================================================
``manifest.json``    what the model is, how its data are read and turned into numbers: plain JSON
``arrays.safetensors`` what was learned: arrays of numbers
``SHA256SUMS``       the sha256 of both, as ``sha256sum -c`` reads it
==================== =========================================================================

Stored, not compressed: a file cannot unfold to more than its own size.
"""

FORMAT = 1
MANIFEST, ARRAYS, SUMS = "manifest.json", "arrays.safetensors", "SHA256SUMS"
LARGEST_FILE = 4 * 2**30  # bytes
LARGEST = {MANIFEST: 256 * 2**20, ARRAYS: LARGEST_FILE, SUMS: 1000}  # bytes
LARGEST_HEADER = 2**20  # bytes: the table of contents of the arrays
MOST_ARRAYS, MOST_AXES = 100, 4
DTYPES = {"F64": "f8", "F32": "f4", "I64": "i8", "I32": "i4", "U8": "u1"}  # safetensors -> NumPy
