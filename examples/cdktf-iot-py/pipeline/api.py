"""The API: signed requests only, so many a second."""

import json

from cdktf import Fn, TerraformResourceLifecycle
from cdktf_cdktf_provider_aws.api_gateway_deployment import ApiGatewayDeployment
from cdktf_cdktf_provider_aws.api_gateway_integration import ApiGatewayIntegration
from cdktf_cdktf_provider_aws.api_gateway_method import ApiGatewayMethod
from cdktf_cdktf_provider_aws.api_gateway_method_settings import (
    ApiGatewayMethodSettings,
    ApiGatewayMethodSettingsSettings,
)
from cdktf_cdktf_provider_aws.api_gateway_resource import ApiGatewayResource
from cdktf_cdktf_provider_aws.api_gateway_rest_api import (
    ApiGatewayRestApi,
    ApiGatewayRestApiEndpointConfiguration,
)
from cdktf_cdktf_provider_aws.api_gateway_stage import ApiGatewayStage, ApiGatewayStageAccessLogSettings
from cdktf_cdktf_provider_aws.cloudwatch_log_group import CloudwatchLogGroup
from cdktf_cdktf_provider_aws.lambda_permission import LambdaPermission
from constructs import Construct

from pipeline.functions import PipelineFunction
from pipeline.settings import Settings

_LOGGED = ("requestId", "ip", "requestTime", "httpMethod", "resourcePath", "status")


class Api(Construct):
    """One resource for each function."""

    def __init__(
        self, scope: Construct, construct_id: str, settings: Settings, routes: dict[str, tuple[str, PipelineFunction]]
    ) -> None:
        super().__init__(scope, construct_id)
        self.api = ApiGatewayRestApi(
            self,
            "rest",
            name=settings.name("api"),
            description="Takes readings of devices and answers queries",
            endpoint_configuration=ApiGatewayRestApiEndpointConfiguration(types=["REGIONAL"]),
        )
        integrations = [self._route(path, method, function) for path, (method, function) in routes.items()]
        deployment = ApiGatewayDeployment(
            self,
            "deployment",
            rest_api_id=self.api.id,
            triggers={"redeployment": Fn.sha1(Fn.jsonencode([each.id for each in integrations]))},
            lifecycle=TerraformResourceLifecycle(create_before_destroy=True),
            depends_on=integrations,
        )
        log = CloudwatchLogGroup(self, "log", name=f"/aws/apigateway/{settings.name('api')}", retention_in_days=30)
        self.stage = ApiGatewayStage(
            self,
            "stage",
            rest_api_id=self.api.id,
            deployment_id=deployment.id,
            stage_name=settings.suffix,
            xray_tracing_enabled=True,
            access_log_settings=ApiGatewayStageAccessLogSettings(
                destination_arn=log.arn,
                format=json.dumps({name: f"$context.{name}" for name in _LOGGED}),
            ),
        )
        ApiGatewayMethodSettings(
            self,
            "throttling",
            rest_api_id=self.api.id,
            stage_name=self.stage.stage_name,
            method_path="*/*",
            settings=ApiGatewayMethodSettingsSettings(
                throttling_rate_limit=1000,
                throttling_burst_limit=2000,
                metrics_enabled=True,
                logging_level="INFO",
            ),
        )

    @property
    def endpoint(self) -> str:
        """Where it is called."""
        return self.stage.invoke_url

    def _route(self, path: str, method: str, function: PipelineFunction) -> ApiGatewayIntegration:
        resource = ApiGatewayResource(
            self,
            f"{path}-resource",
            rest_api_id=self.api.id,
            parent_id=self.api.root_resource_id,
            path_part=path,
        )
        called = ApiGatewayMethod(
            self,
            f"{path}-method",
            rest_api_id=self.api.id,
            resource_id=resource.id,
            http_method=method,
            authorization="AWS_IAM",
        )
        LambdaPermission(
            self,
            f"{path}-permission",
            statement_id=f"AllowApi{function.title}",
            action="lambda:InvokeFunction",
            function_name=function.function.function_name,
            principal="apigateway.amazonaws.com",
            source_arn=f"{self.api.execution_arn}/*/{method}/{path}",
        )
        return ApiGatewayIntegration(
            self,
            f"{path}-integration",
            rest_api_id=self.api.id,
            resource_id=resource.id,
            http_method=called.http_method,
            integration_http_method="POST",
            type="AWS_PROXY",
            uri=function.function.invoke_arn,
        )
