"""What MLflow's own client finds in an experiment."""
import json
import sys

from mlflow.tracking import MlflowClient

client = MlflowClient(sys.argv[1])
experiment = client.get_experiment_by_name(sys.argv[2])
runs = []
for run in client.search_runs([experiment.experiment_id], order_by=["attributes.start_time ASC"]):
    run_id = run.info.run_id
    artifacts = {}
    for artifact in client.list_artifacts(run_id):
        with open(client.download_artifacts(run_id, artifact.path)) as file:
            artifacts[artifact.path] = file.read()
    runs.append({
        "id": run_id,
        "name": run.info.run_name,
        "status": run.info.status,
        "start": run.info.start_time,
        "end": run.info.end_time,
        "params": run.data.params,
        "metrics": run.data.metrics,
        "tags": run.data.tags,
        "artifacts": artifacts,
        "history": {
            key: [[m.timestamp, m.step, m.value] for m in client.get_metric_history(run_id, key)]
            for key in sys.argv[3:] if key in run.data.metrics
        },
    })
print(json.dumps({"runs": runs}))
