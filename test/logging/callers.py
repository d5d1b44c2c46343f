"""Starts what a block of docs/logging.md makes, asks it for predictions, and prints the answers as JSON."""

import json
import os
import socket
import subprocess
import sys
import time
import types

ROWS = [{"income": 20000.0 + 500 * i, "country": ["DE", "FR", "PL"][i % 3]} for i in range(30)]


def served(arguments, health, ask):
    import httpx

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    log = open("served.log", "w+")
    server = subprocess.Popen([sys.executable, *(one.format(port=port) for one in arguments)], stdout=log, stderr=log)
    try:
        with httpx.Client(base_url=base, timeout=20, trust_env=False) as client:
            for _ in range(400):
                if server.poll() is not None:
                    break
                try:
                    if client.get(health).status_code == 200:
                        return ask(client)
                except httpx.TransportError:
                    pass
                time.sleep(0.1)
        log.seek(0)
        raise SystemExit(f"it did not start: {log.read()[-3000:]}")
    finally:
        server.terminate()
        server.wait(20)


def posted(path, body):
    def ask(client):
        answers = []
        for row in ROWS:
            started = time.monotonic()
            said = client.post(path, json=body(row))
            said.raise_for_status()
            answers.append({**said.json(), "answered_in": time.monotonic() - started})
        return answers

    return ask


def fastapi():
    uvicorn = ["-m", "uvicorn", "fastapi_service:app", "--port", "{port}"]
    return served(uvicorn, "/openapi.json", posted("/predict", lambda row: row))


def bentoml():
    serve = ["-m", "bentoml", "serve", "bentoml_service:CreditRisk", "--host", "127.0.0.1", "--port", "{port}"]
    return served(serve, "/readyz", posted("/predict", lambda row: row))


def kserve():
    serve = ["kserve_model.py", "--http_port", "{port}", "--enable_grpc", "false"]
    answers = served(serve, "/v2/health/ready", posted("/v1/models/credit-risk:predict", lambda row: {"instances": [row]}))
    return [one for answer in answers for one in answer["predictions"]]


def mlflow():
    import mlflow
    import pandas

    subprocess.run([sys.executable, "save_mlflow_model.py"], check=True, stdout=sys.stderr)
    return mlflow.pyfunc.load_model("credit-risk").predict(pandas.DataFrame(ROWS)).to_dict("records")


def in_lambda():
    from lambda_function import handler

    return [handler(row, types.SimpleNamespace(aws_request_id=f"request-{i}")) for i, row in enumerate(ROWS)]


def batch():
    import pandas
    from batch_job import log_batch

    frame = pandas.DataFrame([{"customer": i, **row} for i, row in enumerate(ROWS)])
    for _ in range(2):
        log_batch(frame, "2026-11-05")
    return [{"prediction_id": f"2026-11-05-{i}"} for i in range(len(ROWS))]


def sagemaker():
    import io

    import boto3
    import botocore.awsrequest
    from sagemaker_endpoint import make_config, predict

    requests = []

    def answer(request, **_):
        body = request.body.decode() if isinstance(request.body, bytes) else request.body
        headers = {name.lower(): value.decode() if isinstance(value, bytes) else value for name, value in request.headers.items()}
        requests.append({"url": request.url, "headers": headers, "body": body})
        raw = io.BytesIO(b"0.25" if "/invocations" in request.url else b"{}")
        raw.stream = lambda size=1024, **_: iter(lambda: raw.read(size), b"")
        return botocore.awsrequest.AWSResponse(request.url, 200, {}, raw)

    boto3.setup_default_session()
    for service in ("sagemaker", "sagemaker-runtime"):
        boto3.DEFAULT_SESSION.events.register(f"before-send.{service}", answer)
    make_config("credit-risk-1", "credit-risk")
    said = [predict("credit-risk", f"{row['income']},{row['country']}") for row in ROWS]
    return [{"prediction_id": one, "p_default": score, "request": request} for (one, score), request in zip(said, requests[1:])] + requests[:1]


def mpm():
    from comet_mpm_log import label_in_comet, log_to_comet, mpm

    for i, row in enumerate(ROWS):
        log_to_comet(f"p{i}", 20000 / (20000 + row["income"]), **row)
    label_in_comet("p3", 1)
    mpm.end(timeout=20)
    return []


kind = sys.argv[1]
sys.path.insert(0, os.getcwd())
if "make_stream" in sys.argv:
    import make_stream  # noqa: F401
answers = globals()[kind]()
if "labels" in sys.argv:
    from log_labels import log_labels

    outcomes = {one["prediction_id"]: i % 2 for i, one in enumerate(answers[:20])}
    log_labels(outcomes, **({"id_column": "eventId"} if kind == "sagemaker" else {}))
print("\n" + json.dumps({"answers": answers}))
