"""What TensorBoard's own reader finds in a folder, run by run."""
import json
import os
import sys

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

runs = {}
for folder, _, files in sorted(os.walk(sys.argv[1])):
    if not any("tfevents" in name for name in files):
        continue
    events = EventAccumulator(folder, size_guidance={"scalars": 0, "histograms": 0, "tensors": 0})
    events.Reload()
    tags = events.Tags()
    runs[os.path.relpath(folder, sys.argv[1])] = {
        "scalars": {tag: [[e.wall_time, e.step, e.value] for e in events.Scalars(tag)] for tag in tags["scalars"]},
        "histograms": {
            tag: [
                {"step": e.step, "num": e.histogram_value.num, "sum": e.histogram_value.sum,
                 "limits": list(e.histogram_value.bucket_limit), "counts": list(e.histogram_value.bucket)}
                for e in events.Histograms(tag)
            ]
            for tag in tags["histograms"]
        },
        "texts": {tag: [e.tensor_proto.string_val[0].decode() for e in events.Tensors(tag)] for tag in tags["tensors"]},
    }
print(json.dumps({"runs": runs}))
