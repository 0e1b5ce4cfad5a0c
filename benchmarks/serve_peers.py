"""The same forest behind FastAPI and behind LitServe, as their first pages show it: a DataFrame made of each request.

    python benchmarks/serve_peers.py fastapi|litserve DATA PORT

Fits on DATA (CSV; the last column is the target) and answers POST /predict with {"rows": [{column: value}]}.
"""

import importlib
import sys

import pandas as pd
from sklearn.ensemble import RandomForestClassifier

try:
    from litserve import LitAPI
except ImportError:
    LitAPI = object


def fitted(file):
    """Return the model."""
    table = pd.read_csv(file)
    return RandomForestClassifier(n_estimators=100, random_state=42).fit(table.iloc[:, :-1], table.iloc[:, -1])


def fastapi(file, port):
    import uvicorn
    from fastapi import FastAPI
    from pydantic import BaseModel

    class Rows(BaseModel):
        rows: list[dict[str, float]]

    app, model = FastAPI(), fitted(file)

    @app.post("/predict")
    def predict(asked: Rows):
        return {"probabilities": model.predict_proba(pd.DataFrame(asked.rows)).tolist()}

    uvicorn.run(app, port=port, log_level="warning")


class Forest(LitAPI):
    """LitServe's contract; it works in a process of its own."""

    def __init__(self, file):
        super().__init__()
        self.file = file

    def setup(self, device):
        """Fit the model."""
        self.model = fitted(self.file)

    def decode_request(self, request):
        """Return a DataFrame."""
        return pd.DataFrame(request["rows"])

    def predict(self, table):
        """Return probabilities."""
        return self.model.predict_proba(table)

    def encode_response(self, found):
        """Return JSON."""
        return {"probabilities": found.tolist()}


def litserve(file, port):
    server = importlib.import_module("litserve").LitServer(Forest(file), accelerator="cpu")
    server.run(port=port, log_level="warning", generate_client_file=False)


if __name__ == "__main__":
    which, file, port = sys.argv[1:]
    {"fastapi": fastapi, "litserve": litserve}[which](file, int(port))
