"""The description of a service in OpenAPI 3.1, with a made-up row for every model."""

from zerotohero.serve.inference_protocol import NUMBERS

TYPES = {"number": ["number", "string", "null"], "category": ["string", "number", "boolean", "null"],
         "words": ["string", "null"], "date": ["string", "null"]}  # fmt: skip
PROBLEMS = {
    400: "malformed", 401: "the token is missing", 408: "the body came too slowly", 413: "too much at once",
    415: "another content type", 422: "a field is not what its column holds", 503: "too many at once, or it takes too long",
}  # fmt: skip


def openapi(models):
    """Return the description as a dict.

    Parameters
    ----------
    models : iterable of Served
    """
    from zerotohero import __version__

    models = list(models)
    paths, schemas = {}, {"Problem": _problem_schema()}
    for served in models:
        if served.writes:
            paths[f"/generate/{served.name}"] = {"post": _operation(served, "generate", _verse(), {"type": "object"})}
            continue
        schemas[f"{served.name} row"] = row = _row(served)
        schemas[f"{served.name} answer"] = _answer(served)
        paths[f"/predict/{served.name}"] = {
            "post": _operation(served, "predict", _asked(served, row), _answered(served))
        }
        if served.kind == "table":
            paths[f"/explain/{served.name}"] = {
                "post": _operation(served, "explain", _asked(served, row), {"type": "object"})
            }
        paths[f"/v2/models/{served.name}/infer"] = {"post": _operation(served, "infer", _tensors(), {"type": "object"})}
    truth = {
        "type": "object",
        "required": ["id", "truth"],
        "properties": {"id": {"type": "string"}, "truth": {"type": "array"}},
    }
    asked = {"application/json": {"schema": truth}}
    responses = {**_problems({404: "nothing waits under this id"}), "200": {"description": "taken"}}
    paths["/feedback"] = {
        "post": {"summary": "what turned out to be true", "requestBody": {"content": asked}, "responses": responses}
    }
    for path in ("/v2/health/live", "/v2/health/ready", "/monitor", "/metrics"):
        paths[path] = {"get": {"summary": path, "responses": {"200": {"description": "yes"}}}}
    about = {"title": "zerotohero: " + ", ".join(m.name for m in models), "version": __version__}
    return {"openapi": "3.1.0", "info": about, "paths": paths, "components": {"schemas": schemas}}


def _operation(served, what, asked, answered):
    """Return one POST operation."""
    answers = _problems()
    answers["200"] = {"description": "answered", "content": {"application/json": {"schema": answered}}}
    return {"operationId": f"{what} {served.name}", "summary": f"{what} by {served.run.title}",
            "requestBody": {"required": what != "generate", "content": asked}, "responses": answers}  # fmt: skip


def _problems(more=None):
    """Return the answers to a request with which something is off."""
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        str(status): {"description": words, "content": content}
        for status, words in {**PROBLEMS, **(more or {})}.items()
    }


def _asked(served, row):
    """Return the forms in which a question may come."""
    upload = {"schema": {"type": "string", "format": "binary"}}
    form = {"schema": {"type": "object", "properties": {"file": upload["schema"]}}}
    if served.kind == "images":
        return {"image/png": upload, "image/jpeg": upload, "multipart/form-data": form}
    if served.kind == "sounds":
        return {"audio/wav": upload, "multipart/form-data": form}
    ref = {"$ref": f"#/components/schemas/{served.name} row"}
    rows = {
        "type": "object",
        "required": ["rows"],
        "properties": {"rows": {"type": "array", "items": ref, "minItems": 1}},
    }
    found = {"application/json": {"schema": {"oneOf": [rows, ref]}, "example": {"rows": [row["example"]]}}}
    return (
        found
        | {"text/csv": {"schema": {"type": "string"}}}
        | ({"text/plain": {"schema": {"type": "string"}}} if served.documents else {})
    )


def _row(served):
    """Return the schema of one row."""
    if served.kind != "table":
        return {"type": "string", "format": "binary", "example": {}}
    fields = {name: {"type": TYPES[kind]} for name, kind in served.features}
    return {"type": "object", "properties": fields, "required": list(fields), "example": served.example}


def _answer(served):
    """Return the schema of one prediction."""
    if not served.classes:
        number = {"type": "number"}
        return {
            "type": "object",
            "properties": {"prediction": number, "low": number, "high": number},
            "required": ["prediction"],
        }
    share = {"type": "number", "minimum": 0, "maximum": 1}
    shares = {"type": "object", "additionalProperties": share}
    return {"type": "object", "required": ["prediction", "probabilities"],
            "properties": {"prediction": {"enum": served.classes}, "probabilities": shares}}  # fmt: skip


def _answered(served):
    """Return the schema of an answer to /predict."""
    items = {"type": "array", "items": {"$ref": f"#/components/schemas/{served.name} answer"}}
    return {"type": "object", "required": ["model", "run", "predictions"],
            "properties": {**{name: {"type": "string"} for name in ("model", "run", "id")}, "predictions": items}}  # fmt: skip


def _verse():
    """Return the form of a wish for verse."""
    text, number = {"type": ["string", "null"]}, {"type": ["integer", "null"], "minimum": 0}
    fields = {"first": text, "about": text, "scheme": text, "syllables": number, "seed": number}
    return {
        "application/json": {
            "schema": {"type": "object", "properties": fields},
            "example": {"about": "light", "seed": 1},
        }
    }


def _tensors():
    """Return the form of a request of the Open Inference Protocol."""
    shape = {"type": "array", "items": {"type": "integer", "minimum": 1}, "minItems": 1, "maxItems": 4}
    fields = {
        "name": {"type": "string"},
        "shape": shape,
        "datatype": {"enum": [*NUMBERS, "BYTES"]},
        "data": {"type": "array"},
    }
    tensor = {"type": "object", "required": list(fields), "properties": fields}
    return {
        "application/json": {
            "schema": {
                "type": "object",
                "required": ["inputs"],
                "properties": {"inputs": {"type": "array", "items": tensor}},
            }
        }
    }


def _problem_schema():
    """Return the schema of what is answered when something is off."""
    text = {"type": "string"}
    parts = {name: text for name in ("message", "asked", "expected", "came", "try")}
    error = {"type": "object", "properties": {**parts, "problems": {"type": "array"}}, "required": list(parts)}
    return {"type": "object", "properties": {"error": error}, "required": ["error"]}
