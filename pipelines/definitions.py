"""What `workspace.yaml` loads: the definitions over the data folder of the environment."""

from pipelines.orchestration.build import build_definitions

defs = build_definitions()
