"""Messages of the Open Inference Protocol in protobuf, as KServe's own classes write them, beside what they hold in JSON.

    .cache/logging-venv/bin/python test/golden/make-infer-messages.py > test/golden/infer-messages.json

kserve 0.21.0, protobuf 6.33.6, numpy 2.4.6
"""

import base64
import json
import struct

import numpy as np
from kserve.protocol.grpc.grpc_predict_v2_pb2 import ModelInferRequest, ModelInferResponse

# The datatype, the field of InferTensorContents, NumPy's name, values.
TYPES = [
    ("BOOL", "bool_contents", "bool", [True, False]),
    ("INT8", "int_contents", "int8", [-128, 127]),
    ("INT16", "int_contents", "int16", [-32768, 32767]),
    ("INT32", "int_contents", "int32", [-(2**31), 2**31 - 1]),
    ("INT64", "int64_contents", "int64", [-5, 2**53 - 1]),
    ("UINT8", "uint_contents", "uint8", [0, 255]),
    ("UINT16", "uint_contents", "uint16", [0, 65535]),
    ("UINT32", "uint_contents", "uint32", [0, 2**32 - 1]),
    ("UINT64", "uint64_contents", "uint64", [7, 2**53 - 1]),
    ("FP32", "fp32_contents", "float32", [0.1, -2.5]),
    ("FP64", "fp64_contents", "float64", [0.1, 1e300]),
]


def case(name, message, tensors):
    side = "request" if isinstance(message, ModelInferRequest) else "response"
    held = {key: getattr(message, key) for key in ("id", "model_name", "model_version")}
    held["inputs" if side == "request" else "outputs"] = tensors
    return {"name": name, "side": side, "bytes": base64.b64encode(message.SerializeToString()).decode(), "held": held}


def request(**fields):
    return ModelInferRequest(model_name="income", model_version="2", id="a-1", **fields)


def tensor(name, datatype, data, shape=None):
    return {"name": name, "datatype": datatype, "shape": shape or [len(data)], "data": data}


def cases():
    exact = {kind: np.array(values, kind).tolist() for _, _, kind, values in TYPES}
    shape = {"shape": [2]}
    yield case(
        "contents of every type",
        request(
            inputs=[
                {"name": f"x{i}", "datatype": datatype, **shape, "contents": {field: values}}
                for i, (datatype, field, _, values) in enumerate(TYPES)
            ]
        ),
        [tensor(f"x{i}", datatype, exact[kind]) for i, (datatype, _, kind, _) in enumerate(TYPES)],
    )
    raw = [*TYPES, ("FP16", "", "float16", [0.1, -65504.0]), ("FP16", "", "float16", [6e-08, 0.0])]
    yield case(
        "raw contents of every type",
        request(
            inputs=[{"name": f"x{i}", "datatype": datatype, **shape} for i, (datatype, *_) in enumerate(raw)],
            raw_input_contents=[np.array(values, kind).astype(np.dtype(kind).newbyteorder("<")).tobytes() for *_, kind, values in raw],
        ),
        [tensor(f"x{i}", datatype, np.array(values, kind).tolist()) for i, (datatype, _, kind, values) in enumerate(raw)],
    )
    words = ["", "Straße", 'a "b"\n']
    encoded = [word.encode() for word in words]
    texts = tensor("job", "BYTES", words)
    yield case(
        "texts",
        request(inputs=[{"name": "job", "datatype": "BYTES", "shape": [3], "contents": {"bytes_contents": encoded}}]),
        [texts],
    )
    yield case(
        "raw texts",
        request(
            inputs=[{"name": "job", "datatype": "BYTES", "shape": [3]}],
            raw_input_contents=[b"".join(struct.pack("<I", len(one)) + one for one in encoded)],
        ),
        [texts],
    )
    yield case(
        "a response with a shape, parameters and numbers beyond JSON",
        ModelInferResponse(
            model_name="income",
            model_version="1",
            id="a-1",
            parameters={"seldon": {"string_param": "v"}},
            outputs=[
                {
                    "name": "predict",
                    "datatype": "FP64",
                    "shape": [2, 2],
                    "parameters": {"content_type": {"string_param": "np"}},
                    "contents": {"fp64_contents": [0.25, float("nan"), float("inf"), float("-inf")]},
                },
                {"name": "key", "datatype": "INT64", "shape": [2], "contents": {"int64_contents": [2**53, -(2**63)]}},
            ],
        ),
        [
            tensor("predict", "FP64", [0.25, "NaN", "Infinity", "-Infinity"], [2, 2]),
            tensor("key", "INT64", [str(2**53), str(-(2**63))]),
        ],
    )
    yield case(
        "a raw response",
        ModelInferResponse(
            model_name="income",
            outputs=[{"name": "p", "datatype": "FP32", "shape": [2, 1]}],
            raw_output_contents=[np.array([0.75, 0.5], "<f4").tobytes()],
        ),
        [tensor("p", "FP32", [0.75, 0.5], [2, 1])],
    )


print(json.dumps(list(cases()), indent=1, ensure_ascii=False))
