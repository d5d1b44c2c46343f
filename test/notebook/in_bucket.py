"""Puts a workspace into an emulated bucket, reads it there by Athena and by the notebook, and says, as JSON, what came of it.

in_bucket.py <folder> <bucket> <notebook>; on stdin, as JSON: `resources` of a template, `queries`.
"""

import json
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import time

folder, bucket, notebook = sys.argv[1:]
asked = json.load(sys.stdin)
with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
os.environ.update(AWS_ENDPOINT_URL=f"http://127.0.0.1:{port}", AWS_REGION="us-east-1", AWS_DEFAULT_REGION="us-east-1",
                  AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test")
import boto3  # it reads the environment


def of_type(kind):
    return [one["Properties"] for one in asked["resources"].values() if one["Type"] == kind]


def fill_bucket():
    s3 = boto3.client("s3")
    s3.create_bucket(Bucket=bucket)
    for top in ("tables", "results"):
        for path in pathlib.Path(folder, top).rglob("*.*"):
            if path.is_file():
                s3.put_object(Bucket=bucket, Key=path.relative_to(folder).as_posix(), Body=path.read_bytes())


def make_tables():
    glue = boto3.client("glue")
    database = of_type("AWS::Glue::Database")[0]["DatabaseInput"]["Name"]
    glue.create_database(DatabaseInput={"Name": database})
    for table in of_type("AWS::Glue::Table"):
        glue.create_table(DatabaseName=database, TableInput=table["TableInput"])
    group = of_type("AWS::Athena::WorkGroup")[0]
    output = group["WorkGroupConfiguration"]["ResultConfiguration"]["OutputLocation"]
    boto3.client("athena").create_work_group(
        Name=group["Name"], Configuration={"ResultConfiguration": {"OutputLocation": output}})
    return database, group["Name"]


def answer(query, database, group):
    athena = boto3.client("athena")
    started = athena.start_query_execution(QueryString=query, WorkGroup=group, QueryExecutionContext={"Database": database})
    for _ in range(300):
        status = athena.get_query_execution(QueryExecutionId=started["QueryExecutionId"])["QueryExecution"]["Status"]
        if status["State"] not in ("QUEUED", "RUNNING"):
            break
        time.sleep(0.2)
    if status["State"] != "SUCCEEDED":
        raise SystemExit(f"{query}\n{status}")
    rows = athena.get_query_results(QueryExecutionId=started["QueryExecutionId"])["ResultSet"]["Rows"]
    return [[cell.get("VarCharValue") for cell in row["Data"]] for row in rows]


with tempfile.TemporaryDirectory() as state:
    settings = dict(HOME=state, TMPDIR=state, STATE_DIR=state, S3_DATA_DIR=f"{state}/s3", BIND_HOST="127.0.0.1", MINISTACK_HOST="127.0.0.1",
                    GATEWAY_PORT=str(port), MINISTACK_REGION="us-east-1", SFTP_ENABLED="0", IOT_MTLS_ENABLED="0")
    serve = "from ministack import app; app._port_is_bindable = lambda host, port: False; app.main()"
    with open(f"{state}/log", "w") as log:
        emulator = subprocess.Popen([sys.executable, "-c", serve], cwd=state, env={**os.environ, **settings}, stdout=log, stderr=log)
    try:
        for _ in range(600):
            with socket.socket() as there:
                if there.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        fill_bucket()
        database, group = make_tables()
        answers = [answer(query, database, group) for query in asked["queries"]]
        script = os.path.join(os.path.dirname(__file__), "run_notebook.py")
        ran = subprocess.run([sys.executable, script, notebook], env={**os.environ, "DRIFTWATCH_WORKSPACE": f"s3://{bucket}"},
                             stdout=subprocess.PIPE, check=True, text=True)
    finally:
        emulator.terminate()
        emulator.wait()
print(json.dumps({"answers": answers, "ran": json.loads(ran.stdout)}))
