"""ONNX files byte by byte: a model is nested records in the wire format of protocol buffers, and few kinds of them.

Numbers of fields as in the standard's ``onnx.proto`` (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto). Written
here so that a graph needs no package beside NumPy to be made, and the same model gives the same bytes everywhere.
"""

import numpy as np

TYPES = {"f4": 1, "u1": 2, "i2": 5, "i4": 6, "i8": 7, "O": 8, "b1": 9, "f8": 11}  # NumPy -> ONNX; "O": texts


def type_of(dtype):
    """Return the number of an element type; ``dtype`` is NumPy's, ``object`` means texts."""
    kind = np.dtype(dtype)
    return TYPES["O" if kind.kind == "O" else kind.str[1:]]


def varints(numbers):
    """Return whole numbers as bytes, seven bits each, the lowest first; the highest bit says that more follow."""
    numbers = np.asarray(numbers, np.int64).ravel().view(np.uint64)
    place = np.arange(10)
    groups = (numbers[:, None] >> (7 * place).astype(np.uint64)) & np.uint64(127)  # (n, 10)
    length = np.where(groups > 0, place + 1, 1).max(axis=1, keepdims=True)
    groups = groups.astype(np.uint8) | np.where(place < length - 1, 128, 0).astype(np.uint8)
    return groups[place < length].tobytes()


def number(field, value):
    """Return a field that holds a whole number."""
    return varints([field << 3, value])


def chunk(field, content):
    """Return a field that holds bytes, a text, or another record."""
    content = content.encode("utf-8") if isinstance(content, str) else content
    return varints([field << 3 | 2, len(content)]) + content


def tensor(array, name=""):
    """Return an array, or one of texts (dtype object), as a TensorProto."""
    kind = type_of(array.dtype)
    head = chunk(1, varints(array.shape)) + number(2, kind) + (chunk(8, name) if name else b"")
    if array.dtype.kind == "O":
        return head + b"".join(chunk(6, text) for text in array.ravel().tolist())
    return head + chunk(9, np.ascontiguousarray(array).astype(array.dtype.newbyteorder("<")).tobytes())


def attribute(name, value):
    """Return an AttributeProto: a whole number, a text, an array (one axis of whole numbers: a list), a list of texts."""
    if isinstance(value, str):
        content, kind = chunk(4, value), 3
    elif isinstance(value, list):
        content, kind = b"".join(chunk(9, text) for text in value), 8
    elif isinstance(value, np.ndarray) and value.dtype == np.int64:
        content, kind = chunk(8, varints(value)), 7
    elif isinstance(value, np.ndarray):
        content, kind = chunk(5, tensor(value)), 4
    else:
        content, kind = number(3, value), 2
    return chunk(1, name) + content + number(20, kind)


def node(op, domain, inputs, outputs, attributes):
    """Return a NodeProto; ``attributes`` is name -> value."""
    parts = [chunk(1, name) for name in inputs] + [chunk(2, name) for name in outputs] + [chunk(4, op)]
    parts += [chunk(5, attribute(name, value)) for name, value in attributes.items()]
    return b"".join(parts) + (chunk(7, domain) if domain else b"")


def value_info(name, dtype, shape):
    """Return a ValueInfoProto: what comes in or goes out; a text in ``shape`` names an axis of any length."""
    axes = [chunk(1, chunk(2, size) if isinstance(size, str) else number(1, size)) for size in shape]
    return chunk(1, name) + chunk(2, chunk(1, number(1, type_of(dtype)) + chunk(2, b"".join(axes))))


def model(nodes, initializers, inputs, outputs, opsets, metadata, about):
    """Return a ModelProto, ready to be written to a file.

    Parameters
    ----------
    nodes, initializers, inputs, outputs : list of bytes
    opsets : dict
        Domain -> version of the operators.
    metadata : dict of str to str
    about : str
        A sentence for whoever opens the file.
    """
    graph = b"".join(chunk(1, record) for record in nodes) + chunk(2, "model")
    graph += b"".join(chunk(5, record) for record in initializers)
    graph += b"".join(chunk(11, record) for record in inputs) + b"".join(chunk(12, record) for record in outputs)
    found = number(1, 10) + chunk(2, "zerotohero") + (chunk(6, about) if about else b"") + chunk(7, graph)
    found += b"".join(chunk(8, chunk(1, domain) + number(2, version)) for domain, version in opsets.items())
    return found + b"".join(chunk(14, chunk(1, key) + chunk(2, text)) for key, text in metadata.items())
