"""Serves ministack until stdin closes, so it and its Lambda workers also end when the test is killed."""

import json
import os
import shutil
import signal
import sys
import threading

from ministack import app
from ministack.core import iam_actions


def end_with_parent():
    sys.stdin.buffer.read()
    shutil.rmtree(os.environ["STATE_DIR"], ignore_errors=True)
    os.killpg(0, signal.SIGKILL)


def know_metric_namespaces():
    """Policies on PutMetricData can only be narrowed by cloudwatch:namespace, which ministack lacks."""
    known = iam_actions.request_tag_context

    def with_namespace(service, action, body, params):
        context = known(service, action, body, params)
        if action == "cloudwatch:PutMetricData":
            context["cloudwatch:namespace"] = json.loads(body).get("Namespace", "")
        return context

    iam_actions.request_tag_context = with_namespace


threading.Thread(target=end_with_parent, daemon=True).start()
know_metric_namespaces()
app._port_is_bindable = lambda host, port: False  # with TLS it would take port 443 as well
app.main()
