"""The same forest behind FastAPI and behind LitServe, as their first pages show it: a DataFrame made of each request.

    python benchmarks/serve_peers.py fastapi|litserve DATA PORT

Fits on DATA (CSV; the last column is the target) and answers POST /predict with {"rows": [{column: value}]}.
"""

import sys

import pandas as pd
from sklearn.ensemble import RandomForestClassifier


def fitted(file):
    """Return the model."""
    table = pd.read_csv(file)
    return RandomForestClassifier(n_estimators=100, random_state=42).fit(table.iloc[:, :-1], table.iloc[:, -1])


def fastapi(model, port):
    import uvicorn
    from fastapi import FastAPI
    from pydantic import BaseModel

    class Rows(BaseModel):
        rows: list[dict[str, float]]

    app = FastAPI()

    @app.post("/predict")
    def predict(asked: Rows):
        return {"probabilities": model.predict_proba(pd.DataFrame(asked.rows)).tolist()}

    uvicorn.run(app, port=port, log_level="warning")


def litserve(model, port):
    import litserve

    class Forest(litserve.LitAPI):
        def setup(self, device):
            self.model = model

        def decode_request(self, request):
            return pd.DataFrame(request["rows"])

        def predict(self, table):
            return self.model.predict_proba(table)

        def encode_response(self, found):
            return {"probabilities": found.tolist()}

    litserve.LitServer(Forest(), accelerator="cpu").run(port=port, log_level="warning", generate_client_file=False)


if __name__ == "__main__":
    which, file, port = sys.argv[1:]
    {"fastapi": fastapi, "litserve": litserve}[which](fitted(file), int(port))
