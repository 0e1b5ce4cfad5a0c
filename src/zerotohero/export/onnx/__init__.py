"""A run as an ONNX file."""
