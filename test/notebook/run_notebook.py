"""Runs a notebook in a clean kernel and says, as JSON, what came of it: run_notebook.py <notebook> [<code to look with>]"""

import json
import os
import sys

import nbformat
from nbclient import NotebookClient

notebook = nbformat.read(sys.argv[1], as_version=4)
looks = sys.argv[2] if len(sys.argv) > 2 else ""
# Notebooks of older formats have no ids.
for place, cell in enumerate(notebook.cells):
    cell.setdefault("id", f"cell-{place}")
committed = [cell.id for cell in notebook.cells if cell.cell_type == "code" and (cell.outputs or cell.execution_count)]
notebook.nbformat_minor = 5
notebook.cells.append(nbformat.v4.new_code_cell(looks))
folder = os.path.dirname(os.path.abspath(sys.argv[1]))
NotebookClient(notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": folder}}).execute()

cells = notebook.cells[:-1]
outputs = [(cell.id, output) for cell in cells if cell.cell_type == "code" for output in cell.outputs]
print(json.dumps({
    "committed": committed,
    "figures": {cell.id: sum("image/png" in output.get("data", {}) for output in cell.outputs)
                for cell in cells if cell.cell_type == "code"},
    "warnings": [f"{id}: {output.text}" for id, output in outputs if output.get("name") == "stderr"],
    "printed": "".join(output.text for _, output in outputs if output.get("name") == "stdout"),
    "looked": json.loads("".join(output.text for output in notebook.cells[-1].outputs if output.get("name") == "stdout") or "null"),
}))
