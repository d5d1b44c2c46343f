"""Says to Comet, by its own client, what is read from standard input: the requests are recorded by who is in its place."""
import json
import os
import sys

from comet_ml.api import API

said = json.load(open(sys.argv[1]))
api = API(api_key=said["api_key"], cache=False)
client = api._client
experiment = client.create_experiment(said["workspace"], said["project"], said["name"]).json()["experimentKey"]
client.set_experiment_start_end(experiment, said["start"], said["end"])
for key, value in said["parameters"].items():
    client.log_experiment_parameter(experiment, key, value)
for key, value in said["others"].items():
    client.log_experiment_other(experiment, key, value)
for metric in said["metrics"]:
    client.log_experiment_metric(
        experiment, metric["name"], metric["value"], step=metric["step"], timestamp=metric["timestamp"] / 1000
    )
client.log_experiment_asset(experiment, os.path.abspath(said["report"]), overwrite=True, file_name="report.txt")
print(json.dumps({"experiment": experiment}))
