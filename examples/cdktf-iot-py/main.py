"""The app: one pipeline for each environment that it is deployed to."""

import os

from cdktf import App

from pipeline.settings import Settings
from pipeline.stack import PipelineStack

app = App()
settings = Settings(
    suffix=os.environ.get("ENVIRONMENT_SUFFIX", "dev"),
    region=os.environ.get("AWS_REGION", "us-east-1"),
    state_bucket=os.environ.get("TERRAFORM_STATE_BUCKET", "iot-pipeline-states"),
    state_region=os.environ.get("TERRAFORM_STATE_BUCKET_REGION", "us-east-1"),
    alert_email=os.environ.get("ALERT_EMAIL"),
    team=os.environ.get("TEAM", "telemetry"),
)
PipelineStack(app, f"iot-pipeline-{settings.suffix}", settings)
app.synth()
