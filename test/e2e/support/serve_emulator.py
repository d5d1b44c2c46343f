"""Serves ministack until stdin closes, so it and its Lambda workers also end when the test is killed."""

import json
import os
import shutil
import signal
import sys
import threading

from ministack import app
from ministack.core import iam_actions, iam_evaluator


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


def know_roles_of_sessions():
    """aws:PrincipalArn of a session is its role, as on AWS; ministack has the session itself."""
    known = iam_evaluator._resolve_condition_key

    def with_role(key, context):
        value = known(key, context)
        if key.lower() != "aws:principalarn" or ":assumed-role/" not in value:
            return value
        account, session = value.split(":")[4], value.split(":assumed-role/", 1)[1]
        return f"arn:aws:iam::{account}:role/{session.split('/')[0]}"

    iam_evaluator._resolve_condition_key = with_role


threading.Thread(target=end_with_parent, daemon=True).start()
know_metric_namespaces()
know_roles_of_sessions()
app._port_is_bindable = lambda host, port: False  # with TLS it would take port 443 as well
app.main()
