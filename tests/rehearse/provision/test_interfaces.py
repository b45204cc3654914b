"""Interfaces of API Gateway, and pools of Cognito, are made as they are declared."""

from __future__ import annotations

import json

import pytest
from provision_samples import POLICY, TAGS, Look, Sample, shortcomings, world

CERTIFICATE = "arn:aws:acm:eu-west-1:123456789012:certificate/one"
LOG = "arn:aws:logs:eu-west-1:123456789012:log-group:access"
API = {"api": ("aws_api_gateway_rest_api", {"name": "orders"})}
PLACE = API | {
    "place": (
        "aws_api_gateway_resource",
        {"rest_api_id": "<api.id>", "parent_id": "<api.root_resource_id>", "path_part": "orders"},
    )
}
HERE = {"rest_api_id": "<api.id>", "resource_id": "<place.id>", "http_method": "POST"}
ASKED = {"restApiId": "<api.id>", "resourceId": "<place.id>", "httpMethod": "POST"}
METHOD = PLACE | {"method": ("aws_api_gateway_method", HERE | {"authorization": "NONE"})}
MOCK = METHOD | {
    "mock": ("aws_api_gateway_integration", HERE | {"http_method": "<method.http_method>", "type": "MOCK"})
}
DEPLOYED = MOCK | {
    "deployed": ("aws_api_gateway_deployment", {"rest_api_id": "<api.id>", "description": "after <mock.id>"})
}
STAGE = {"rest_api_id": "<api.id>", "deployment_id": "<deployed.id>", "stage_name": "dev"}
STAGED = DEPLOYED | {"stage": ("aws_api_gateway_stage", STAGE)}
PLANNED = {
    "plan": ("aws_api_gateway_usage_plan", {"name": "partners"}),
    "key_of_caller": ("aws_api_gateway_api_key", {"name": "partner"}),
}
NAMED = {
    "named": (
        "aws_api_gateway_domain_name",
        {"domain_name": "api.example.com", "regional_certificate_arn": CERTIFICATE},
    )
}
HTTP = {"api": ("aws_apigatewayv2_api", {"name": "orders", "protocol_type": "HTTP"})}
WEBSOCKET = {"api": ("aws_apigatewayv2_api", {"name": "chat", "protocol_type": "WEBSOCKET"})}
BEHIND = HTTP | {
    "behind": (
        "aws_apigatewayv2_integration",
        {"api_id": "<api.id>", "integration_type": "AWS_PROXY", "integration_uri": "<function.invoke_arn>"},
    ),
    "who": (
        "aws_apigatewayv2_authorizer",
        {
            "api_id": "<api.id>",
            "authorizer_type": "JWT",
            "name": "who",
            "identity_sources": ["$request.header.Authorization"],
            "jwt_configuration": [{"audience": ["orders"], "issuer": "https://tokens.example"}],
        },
    ),
}
POOL = {"pool": ("aws_cognito_user_pool", {"name": "people"})}
MEMBERS = POOL | {
    "members": ("aws_cognito_user_group", {"name": "members", "user_pool_id": "<pool.id>"}),
    "anna": ("aws_cognito_user", {"username": "anna", "user_pool_id": "<pool.id>"}),
}

REST = [
    Sample(
        "aws_api_gateway_rest_api",
        {
            "name": "orders",
            "description": "Orders",
            "api_key_source": "AUTHORIZER",
            "binary_media_types": ["image/png", "application/pdf"],
            "minimum_compression_size": "100",
            "disable_execute_api_endpoint": True,
            "policy": POLICY,
            "endpoint_configuration": [{"types": ["PRIVATE"], "vpc_endpoint_ids": ["vpce-1"]}],
        },
        ("id", "arn", "execution_arn", "root_resource_id", "created_date"),
        (
            Look(
                "apigateway",
                "get_rest_api",
                {"restApiId": "<it.id>"},
                {
                    "name": "orders",
                    "description": "Orders",
                    "apiKeySource": "AUTHORIZER",
                    "binaryMediaTypes": ["image/png", "application/pdf"],
                    "minimumCompressionSize": 100,
                    "disableExecuteApiEndpoint": True,
                    "policy": POLICY,
                    "endpointConfiguration": {"types": ["PRIVATE"], "vpcEndpointIds": ["vpce-1"]},
                    "rootResourceId": "<it.root_resource_id>",
                    "tags": TAGS,
                },
            ),
        ),
    ),
    Sample(
        "aws_api_gateway_rest_api_policy",
        {"rest_api_id": "<api.id>", "policy": POLICY},
        ("id",),
        (Look("apigateway", "get_rest_api", {"restApiId": "<api.id>"}, {"policy": POLICY}),),
        needs=API,
        tagged=False,
    ),
    Sample(
        "aws_api_gateway_account",
        {"cloudwatch_role_arn": "<role.arn>"},
        ("id", "throttle_settings"),
        (Look("apigateway", "get_account", {}, {"cloudwatchRoleArn": "<role.arn>"}),),
        tagged=False,
    ),
    Sample(
        "aws_api_gateway_resource",
        {"rest_api_id": "<api.id>", "parent_id": "<api.root_resource_id>", "path_part": "orders"},
        ("id", "path"),
        (
            Look(
                "apigateway",
                "get_resource",
                {"restApiId": "<api.id>", "resourceId": "<it.id>"},
                {"pathPart": "orders", "path": "/orders", "parentId": "<api.root_resource_id>"},
            ),
        ),
        needs=API,
        tagged=False,
    ),
    Sample(
        "aws_api_gateway_request_validator",
        {"rest_api_id": "<api.id>", "name": "body", "validate_request_body": True},
        ("id",),
        (
            Look(
                "apigateway",
                "get_request_validator",
                {"restApiId": "<api.id>", "requestValidatorId": "<it.id>"},
                {"name": "body", "validateRequestBody": True, "validateRequestParameters": False},
            ),
        ),
        needs=API,
        tagged=False,
    ),
    Sample(
        "aws_api_gateway_model",
        {
            "rest_api_id": "<api.id>",
            "name": "Order",
            "description": "An order",
            "content_type": "application/json",
            "schema": '{"type":"object"}',
        },
        ("id",),
        (
            Look(
                "apigateway",
                "get_model",
                {"restApiId": "<api.id>", "modelName": "Order"},
                {"description": "An order", "contentType": "application/json", "schema": '{"type":"object"}'},
            ),
        ),
        needs=API,
        tagged=False,
    ),
    Sample(
        "aws_api_gateway_authorizer",
        {
            "rest_api_id": "<api.id>",
            "name": "who",
            "authorizer_uri": "<function.invoke_arn>",
            "authorizer_credentials": "<role.arn>",
            "identity_validation_expression": "^x-",
            "authorizer_result_ttl_in_seconds": 61,
        },
        ("id", "arn"),
        (
            Look(
                "apigateway",
                "get_authorizer",
                {"restApiId": "<api.id>", "authorizerId": "<it.id>"},
                {
                    "type": "TOKEN",
                    "authorizerUri": "<function.invoke_arn>",
                    "authorizerCredentials": "<role.arn>",
                    "identitySource": "method.request.header.Authorization",
                    "authorizerResultTtlInSeconds": 61,
                },
            ),
        ),
        needs=API,
        tagged=False,
    ),
    Sample(
        "aws_api_gateway_authorizer",
        {
            "rest_api_id": "<api.id>",
            "name": "people",
            "type": "COGNITO_USER_POOLS",
            "provider_arns": ["<pool.arn>"],
            "identity_source": "method.request.header.X-Token",
        },
        ("id",),
        (
            Look(
                "apigateway",
                "get_authorizer",
                {"restApiId": "<api.id>", "authorizerId": "<it.id>"},
                {
                    "type": "COGNITO_USER_POOLS",
                    "providerARNs": ["<pool.arn>"],
                    "identitySource": "method.request.header.X-Token",
                },
            ),
        ),
        needs=API | POOL,
        tagged=False,
    ),
    Sample(
        "aws_api_gateway_method",
        {
            **HERE,
            "authorization": "CUSTOM",
            "authorizer_id": "<who.id>",
            "api_key_required": True,
            "operation_name": "placeOrder",
            "request_models": {"application/json": "Empty"},
            "request_parameters": {"method.request.header.X-One": True},
            "request_validator_id": "<validator.id>",
            "authorization_scopes": ["orders"],
        },
        ("id",),
        (
            Look(
                "apigateway",
                "get_method",
                ASKED,
                {
                    "authorizationType": "CUSTOM",
                    "authorizerId": "<who.id>",
                    "apiKeyRequired": True,
                    "operationName": "placeOrder",
                    "requestModels": {"application/json": "Empty"},
                    "requestParameters": {"method.request.header.X-One": True},
                    "requestValidatorId": "<validator.id>",
                    "authorizationScopes": ["orders"],
                },
            ),
        ),
        needs=PLACE
        | {
            "who": (
                "aws_api_gateway_authorizer",
                {"rest_api_id": "<api.id>", "name": "who", "authorizer_uri": "<function.invoke_arn>"},
            ),
            "validator": ("aws_api_gateway_request_validator", {"rest_api_id": "<api.id>", "name": "body"}),
        },
        tagged=False,
    ),
    Sample(
        "aws_api_gateway_integration",
        {
            **HERE,
            "http_method": "<method.http_method>",
            "type": "AWS",
            "integration_http_method": "PUT",
            "uri": "<function.invoke_arn>",
            "credentials": "<role.arn>",
            "request_templates": {"application/json": '{"one":1}'},
            "request_parameters": {"integration.request.header.X-One": "method.request.header.X-One"},
            "passthrough_behavior": "NEVER",
            "timeout_milliseconds": 5000,
            "content_handling": "CONVERT_TO_TEXT",
            "cache_namespace": "orders",
            "cache_key_parameters": ["method.request.header.X-One"],
        },
        ("id",),
        (
            Look(
                "apigateway",
                "get_integration",
                ASKED,
                {
                    "type": "AWS",
                    "httpMethod": "PUT",
                    "uri": "<function.invoke_arn>",
                    "credentials": "<role.arn>",
                    "requestTemplates": {"application/json": '{"one":1}'},
                    "requestParameters": {"integration.request.header.X-One": "method.request.header.X-One"},
                    "passthroughBehavior": "NEVER",
                    "timeoutInMillis": 5000,
                    "contentHandling": "CONVERT_TO_TEXT",
                    "cacheNamespace": "orders",
                    "connectionType": "INTERNET",
                },
            ),
        ),
        needs=METHOD,
        tagged=False,
    ),
    Sample(
        "aws_api_gateway_method_response",
        {
            **HERE,
            "http_method": "<method.http_method>",
            "status_code": "200",
            "response_models": {"application/json": "Empty"},
            "response_parameters": {"method.response.header.X-One": True},
        },
        ("id",),
        (
            Look(
                "apigateway",
                "get_method_response",
                {**ASKED, "statusCode": "200"},
                {
                    "responseModels": {"application/json": "Empty"},
                    "responseParameters": {"method.response.header.X-One": True},
                },
            ),
        ),
        needs=METHOD,
        tagged=False,
    ),
    Sample(
        "aws_api_gateway_integration_response",
        {
            **HERE,
            "http_method": "<answer.http_method>",
            "status_code": "<answer.status_code>",
            "selection_pattern": "2..",
            "response_templates": {"application/json": '{"one":1}'},
            "response_parameters": {"method.response.header.X-One": "'1'"},
            "content_handling": "CONVERT_TO_TEXT",
        },
        ("id",),
        (
            Look(
                "apigateway",
                "get_integration_response",
                {**ASKED, "statusCode": "200"},
                {
                    "selectionPattern": "2..",
                    "responseTemplates": {"application/json": '{"one":1}'},
                    "responseParameters": {"method.response.header.X-One": "'1'"},
                },
            ),
        ),
        needs=METHOD
        | {
            "answer": (
                "aws_api_gateway_method_response",
                {
                    **HERE,
                    "http_method": "<behind.http_method>",
                    "status_code": "200",
                    "response_parameters": {"method.response.header.X-One": True},
                },
            ),
            "behind": (
                "aws_api_gateway_integration",
                {**HERE, "http_method": "<method.http_method>", "type": "MOCK"},
            ),
        },
        tagged=False,
    ),
    Sample(
        "aws_api_gateway_gateway_response",
        {
            "rest_api_id": "<api.id>",
            "response_type": "BAD_REQUEST_BODY",
            "status_code": "422",
            "response_templates": {"application/json": '{"error":1}'},
            "response_parameters": {"gatewayresponse.header.X-One": "'1'"},
        },
        ("id",),
        (
            Look(
                "apigateway",
                "get_gateway_response",
                {"restApiId": "<api.id>", "responseType": "BAD_REQUEST_BODY"},
                {
                    "statusCode": "422",
                    "responseTemplates": {"application/json": '{"error":1}'},
                    "responseParameters": {"gatewayresponse.header.X-One": "'1'"},
                },
            ),
        ),
        needs=API,
        tagged=False,
    ),
    Sample(
        "aws_api_gateway_deployment",
        {"rest_api_id": "<api.id>", "description": "after <mock.id>", "triggers": {"redeployment": "one"}},
        ("id", "created_date", "execution_arn", "invoke_url"),
        (
            Look(
                "apigateway",
                "get_deployment",
                {"restApiId": "<api.id>", "deploymentId": "<it.id>"},
                {"id": "<it.id>", "description": "after <mock.id>"},
            ),
        ),
        needs=MOCK,
        kept=("triggers",),
        tagged=False,
    ),
    Sample(
        "aws_api_gateway_stage",
        {
            **STAGE,
            "description": "For trying",
            "xray_tracing_enabled": True,
            "cache_cluster_enabled": True,
            "cache_cluster_size": "1.6",
            "variables": {"level": "high"},
            "client_certificate_id": "abc",
            "access_log_settings": [{"destination_arn": LOG, "format": "$context.requestId"}],
        },
        ("id", "arn", "execution_arn", "invoke_url"),
        (
            Look(
                "apigateway",
                "get_stage",
                {"restApiId": "<api.id>", "stageName": "dev"},
                {
                    "deploymentId": "<deployed.id>",
                    "description": "For trying",
                    "tracingEnabled": True,
                    "cacheClusterEnabled": True,
                    "cacheClusterSize": "1.6",
                    "variables": {"level": "high"},
                    "accessLogSettings": {"destinationArn": LOG, "format": "$context.requestId"},
                    "tags": TAGS,
                },
            ),
        ),
        needs=DEPLOYED,
    ),
    Sample(
        "aws_api_gateway_method_settings",
        {
            "rest_api_id": "<api.id>",
            "stage_name": "<stage.stage_name>",
            "method_path": "*/*",
            "settings": [
                {
                    "metrics_enabled": True,
                    "logging_level": "ERROR",
                    "data_trace_enabled": True,
                    "throttling_burst_limit": 5,
                    "throttling_rate_limit": 10.5,
                    "caching_enabled": True,
                    "cache_ttl_in_seconds": 61,
                    "cache_data_encrypted": False,
                    "require_authorization_for_cache_control": False,
                    "unauthorized_cache_control_header_strategy": "FAIL_WITH_403",
                }
            ],
        },
        ("id",),
        (
            Look(
                "apigateway",
                "get_stage",
                {"restApiId": "<api.id>", "stageName": "dev"},
                {
                    "methodSettings": {
                        "*/*": {
                            "metricsEnabled": True,
                            "loggingLevel": "ERROR",
                            "dataTraceEnabled": True,
                            "throttlingBurstLimit": 5,
                            "throttlingRateLimit": 10.5,
                            "cachingEnabled": True,
                            "cacheTtlInSeconds": 61,
                            "cacheDataEncrypted": False,
                            "requireAuthorizationForCacheControl": False,
                            "unauthorizedCacheControlHeaderStrategy": "FAIL_WITH_403",
                        }
                    }
                },
            ),
        ),
        needs=STAGED,
        kept=("method_path",),
        tagged=False,
    ),
    Sample(
        "aws_api_gateway_api_key",
        {
            "name": "partner",
            "description": "Partner",
            "enabled": False,
            "value": "abcdefghijklmnopqrstuvwx",
            "customer_id": "seven",
        },
        ("id", "arn", "value"),
        (
            Look(
                "apigateway",
                "get_api_key",
                {"apiKey": "<it.id>", "includeValue": True},
                {
                    "name": "partner",
                    "description": "Partner",
                    "enabled": False,
                    "value": "abcdefghijklmnopqrstuvwx",
                    "customerId": "seven",
                    "tags": TAGS,
                },
            ),
        ),
    ),
    Sample(
        "aws_api_gateway_usage_plan",
        {
            "name": "partners",
            "description": "Partners",
            "product_code": "CODE",
            "api_stages": [
                {
                    "api_id": "<api.id>",
                    "stage": "<stage.stage_name>",
                    "throttle": [{"path": "/orders/POST", "burst_limit": 1, "rate_limit": 2}],
                }
            ],
            "quota_settings": [{"limit": 10, "offset": 3, "period": "WEEK"}],
            "throttle_settings": [{"burst_limit": 4, "rate_limit": 5.5}],
        },
        ("id", "arn"),
        (
            Look(
                "apigateway",
                "get_usage_plan",
                {"usagePlanId": "<it.id>"},
                {
                    "description": "Partners",
                    "productCode": "CODE",
                    "apiStages": [
                        {
                            "apiId": "<api.id>",
                            "stage": "dev",
                            "throttle": {"/orders/POST": {"burstLimit": 1, "rateLimit": 2.0}},
                        }
                    ],
                    "quota": {"limit": 10, "offset": 3, "period": "WEEK"},
                    "throttle": {"burstLimit": 4, "rateLimit": 5.5},
                    "tags": TAGS,
                },
            ),
        ),
        needs=STAGED,
    ),
    Sample(
        "aws_api_gateway_usage_plan_key",
        {"key_id": "<key_of_caller.id>", "key_type": "API_KEY", "usage_plan_id": "<plan.id>"},
        ("id", "name", "value"),
        (
            Look(
                "apigateway",
                "get_usage_plan_keys",
                {"usagePlanId": "<plan.id>"},
                {"items": [{"id": "<key_of_caller.id>", "name": "partner"}]},
            ),
        ),
        needs=PLANNED,
        tagged=False,
    ),
    Sample(
        "aws_api_gateway_domain_name",
        {
            "domain_name": "api.example.com",
            "regional_certificate_arn": CERTIFICATE,
            "security_policy": "TLS_1_2",
            "endpoint_configuration": [{"types": ["REGIONAL"]}],
        },
        ("id", "arn", "regional_domain_name", "regional_zone_id", "cloudfront_domain_name", "cloudfront_zone_id"),
        (
            Look(
                "apigateway",
                "get_domain_name",
                {"domainName": "api.example.com"},
                {
                    "regionalCertificateArn": CERTIFICATE,
                    "securityPolicy": "TLS_1_2",
                    "endpointConfiguration": {"types": ["REGIONAL"]},
                    "regionalDomainName": "<it.regional_domain_name>",
                    "tags": TAGS,
                },
            ),
        ),
    ),
    Sample(
        "aws_api_gateway_base_path_mapping",
        {
            "api_id": "<api.id>",
            "stage_name": "<stage.stage_name>",
            "domain_name": "<named.domain_name>",
            "base_path": "v1",
        },
        ("id",),
        (
            Look(
                "apigateway",
                "get_base_path_mapping",
                {"domainName": "api.example.com", "basePath": "v1"},
                {"restApiId": "<api.id>", "stage": "dev"},
            ),
        ),
        needs=STAGED | NAMED,
        tagged=False,
    ),
    Sample(
        "aws_api_gateway_vpc_link",
        {"name": "inside", "description": "Inside", "target_arns": ["arn:aws:elasticloadbalancing:x"]},
        ("id", "arn"),
        (
            Look(
                "apigateway",
                "get_vpc_link",
                {"vpcLinkId": "<it.id>"},
                {"name": "inside", "description": "Inside", "targetArns": ["arn:aws:elasticloadbalancing:x"]},
            ),
        ),
    ),
]

NEWER = [
    Sample(
        "aws_apigatewayv2_api",
        {
            "name": "orders",
            "protocol_type": "HTTP",
            "description": "Orders",
            "version": "7",
            "disable_execute_api_endpoint": True,
            "cors_configuration": [
                {"allow_origins": ["https://page.example"], "allow_methods": ["GET"], "max_age": 55}
            ],
        },
        ("id", "arn", "api_endpoint", "execution_arn"),
        (
            Look(
                "apigatewayv2",
                "get_api",
                {"ApiId": "<it.id>"},
                {
                    "Name": "orders",
                    "ProtocolType": "HTTP",
                    "ApiEndpoint": "<it.api_endpoint>",
                    "Description": "Orders",
                    "Version": "7",
                    "DisableExecuteApiEndpoint": True,
                    "CorsConfiguration": {
                        "AllowOrigins": ["https://page.example"],
                        "AllowMethods": ["GET"],
                        "MaxAge": 55,
                    },
                    "Tags": TAGS,
                },
            ),
        ),
    ),
    Sample(
        "aws_apigatewayv2_integration",
        {
            "api_id": "<api.id>",
            "integration_type": "AWS_PROXY",
            "integration_uri": "<function.invoke_arn>",
            "integration_method": "POST",
            "payload_format_version": "2.0",
            "timeout_milliseconds": 5000,
            "description": "Function",
            "credentials_arn": "<role.arn>",
            "request_parameters": {"append:header.X-One": "1"},
            "response_parameters": [{"status_code": 403, "mappings": {"append:header.X-Two": "2"}}],
            "tls_config": [{"server_name_to_verify": "server.example"}],
        },
        ("id",),
        (
            Look(
                "apigatewayv2",
                "get_integration",
                {"ApiId": "<api.id>", "IntegrationId": "<it.id>"},
                {
                    "IntegrationType": "AWS_PROXY",
                    "IntegrationUri": "<function.invoke_arn>",
                    "IntegrationMethod": "POST",
                    "PayloadFormatVersion": "2.0",
                    "TimeoutInMillis": 5000,
                    "CredentialsArn": "<role.arn>",
                    "RequestParameters": {"append:header.X-One": "1"},
                    "ResponseParameters": {"403": {"append:header.X-Two": "2"}},
                    "TlsConfig": {"ServerNameToVerify": "server.example"},
                },
            ),
        ),
        needs=HTTP,
        kept=("response_parameters",),
        tagged=False,
    ),
    Sample(
        "aws_apigatewayv2_authorizer",
        {
            "api_id": "<api.id>",
            "authorizer_type": "REQUEST",
            "authorizer_uri": "<function.invoke_arn>",
            "identity_sources": ["$request.header.X-Token"],
            "name": "who",
            "authorizer_payload_format_version": "2.0",
            "enable_simple_responses": True,
            "authorizer_result_ttl_in_seconds": 61,
            "authorizer_credentials_arn": "<role.arn>",
        },
        ("id",),
        (
            Look(
                "apigatewayv2",
                "get_authorizer",
                {"ApiId": "<api.id>", "AuthorizerId": "<it.id>"},
                {
                    "AuthorizerType": "REQUEST",
                    "AuthorizerUri": "<function.invoke_arn>",
                    "IdentitySource": ["$request.header.X-Token"],
                    "AuthorizerPayloadFormatVersion": "2.0",
                    "EnableSimpleResponses": True,
                    "AuthorizerResultTtlInSeconds": 61,
                    "AuthorizerCredentialsArn": "<role.arn>",
                },
            ),
        ),
        needs=HTTP,
        tagged=False,
    ),
    Sample(
        "aws_apigatewayv2_route",
        {
            "api_id": "<api.id>",
            "route_key": "GET /orders",
            "target": "integrations/<behind.id>",
            "authorization_type": "JWT",
            "authorizer_id": "<who.id>",
            "authorization_scopes": ["orders"],
            "operation_name": "listOrders",
            "request_parameter": [{"request_parameter_key": "route.request.header.X-One", "required": True}],
        },
        ("id",),
        (
            Look(
                "apigatewayv2",
                "get_route",
                {"ApiId": "<api.id>", "RouteId": "<it.id>"},
                {
                    "RouteKey": "GET /orders",
                    "Target": "integrations/<behind.id>",
                    "AuthorizationType": "JWT",
                    "AuthorizerId": "<who.id>",
                    "AuthorizationScopes": ["orders"],
                    "RequestParameters": {"route.request.header.X-One": {"Required": True}},
                },
            ),
        ),
        needs=BEHIND,
        tagged=False,
    ),
    Sample(
        "aws_apigatewayv2_stage",
        {
            "api_id": "<api.id>",
            "name": "$default",
            "auto_deploy": True,
            "description": "Now",
            "stage_variables": {"level": "high"},
            "access_log_settings": [{"destination_arn": LOG, "format": "$context.requestId"}],
            "default_route_settings": [
                {"throttling_burst_limit": 5, "throttling_rate_limit": 6.5, "detailed_metrics_enabled": True}
            ],
            "route_settings": [{"route_key": "GET /orders", "throttling_burst_limit": 1}],
        },
        ("id", "arn", "execution_arn", "invoke_url"),
        (
            Look(
                "apigatewayv2",
                "get_stage",
                {"ApiId": "<api.id>", "StageName": "$default"},
                {
                    "AutoDeploy": True,
                    "StageVariables": {"level": "high"},
                    "AccessLogSettings": {"DestinationArn": LOG, "Format": "$context.requestId"},
                    "DefaultRouteSettings": {
                        "ThrottlingBurstLimit": 5,
                        "ThrottlingRateLimit": 6.5,
                        "DetailedMetricsEnabled": True,
                    },
                    "RouteSettings": {"GET /orders": {"ThrottlingBurstLimit": 1}},
                    "Tags": TAGS,
                },
            ),
        ),
        needs=HTTP,
    ),
    Sample(
        "aws_apigatewayv2_domain_name",
        {
            "domain_name": "api.example.com",
            "domain_name_configuration": [
                {"certificate_arn": CERTIFICATE, "endpoint_type": "REGIONAL", "security_policy": "TLS_1_2"}
            ],
        },
        ("id", "arn", "api_mapping_selection_expression", "domain_name_configuration"),
        (
            Look(
                "apigatewayv2",
                "get_domain_name",
                {"DomainName": "api.example.com"},
                {
                    "DomainNameConfigurations": [{"CertificateArn": CERTIFICATE, "EndpointType": "REGIONAL"}],
                    "Tags": TAGS,
                },
            ),
        ),
    ),
    Sample(
        "aws_apigatewayv2_api_mapping",
        {
            "api_id": "<api.id>",
            "domain_name": "<named.domain_name>",
            "stage": "<stage.id>",
            "api_mapping_key": "v1",
        },
        ("id",),
        (
            Look(
                "apigatewayv2",
                "get_api_mappings",
                {"DomainName": "api.example.com"},
                {"Items": [{"ApiId": "<api.id>", "Stage": "live", "ApiMappingKey": "v1"}]},
            ),
        ),
        needs=HTTP
        | {
            "stage": ("aws_apigatewayv2_stage", {"api_id": "<api.id>", "name": "live"}),
            "named": (
                "aws_apigatewayv2_domain_name",
                {"domain_name": "api.example.com", "domain_name_configuration": [{"certificate_arn": CERTIFICATE}]},
            ),
        },
        tagged=False,
    ),
    Sample(
        "aws_apigatewayv2_vpc_link",
        {"name": "inside", "security_group_ids": ["sg-1"], "subnet_ids": ["subnet-1"]},
        ("id", "arn"),
        (
            Look(
                "apigatewayv2",
                "get_vpc_link",
                {"VpcLinkId": "<it.id>"},
                {"Name": "inside", "SecurityGroupIds": ["sg-1"], "SubnetIds": ["subnet-1"], "Tags": TAGS},
            ),
        ),
    ),
    Sample(
        "aws_apigatewayv2_model",
        {
            "api_id": "<api.id>",
            "name": "Message",
            "content_type": "application/json",
            "description": "A message",
            "schema": '{"type":"object"}',
        },
        ("id",),
        (
            Look(
                "apigatewayv2",
                "get_model",
                {"ApiId": "<api.id>", "ModelId": "<it.id>"},
                {"Name": "Message", "Schema": '{"type":"object"}'},
            ),
        ),
        needs=WEBSOCKET,
        tagged=False,
    ),
    Sample(
        "aws_apigatewayv2_integration_response",
        {
            "api_id": "<api.id>",
            "integration_id": "<behind.id>",
            "integration_response_key": "/200/",
            "response_templates": {"application/json": '{"one":1}'},
        },
        ("id",),
        (
            Look(
                "apigatewayv2",
                "get_integration_response",
                {"ApiId": "<api.id>", "IntegrationId": "<behind.id>", "IntegrationResponseId": "<it.id>"},
                {"IntegrationResponseKey": "/200/", "ResponseTemplates": {"application/json": '{"one":1}'}},
            ),
        ),
        needs=WEBSOCKET
        | {"behind": ("aws_apigatewayv2_integration", {"api_id": "<api.id>", "integration_type": "MOCK"})},
        tagged=False,
    ),
    Sample(
        "aws_apigatewayv2_route_response",
        {"api_id": "<api.id>", "route_id": "<route.id>", "route_response_key": "$default"},
        ("id",),
        (
            Look(
                "apigatewayv2",
                "get_route_response",
                {"ApiId": "<api.id>", "RouteId": "<route.id>", "RouteResponseId": "<it.id>"},
                {"RouteResponseKey": "$default"},
            ),
        ),
        needs=WEBSOCKET | {"route": ("aws_apigatewayv2_route", {"api_id": "<api.id>", "route_key": "$connect"})},
        tagged=False,
    ),
]

POOLS = [
    Sample(
        "aws_cognito_user_pool",
        {
            "name": "people",
            "alias_attributes": ["email"],
            "auto_verified_attributes": ["email"],
            "deletion_protection": "ACTIVE",
            "mfa_configuration": "OPTIONAL",
            "software_token_mfa_configuration": [{"enabled": True}],
            "sms_configuration": [
                {"external_id": "outside", "sns_caller_arn": "<role.arn>", "sns_region": "eu-west-1"}
            ],
            "sms_authentication_message": "{####} it is",
            "password_policy": [
                {
                    "minimum_length": 12,
                    "require_lowercase": True,
                    "require_numbers": True,
                    "require_symbols": False,
                    "require_uppercase": True,
                    "temporary_password_validity_days": 3,
                }
            ],
            "admin_create_user_config": [
                {
                    "allow_admin_create_user_only": True,
                    "invite_message_template": [
                        {
                            "email_message": "{username} {####} by mail",
                            "email_subject": "Welcome",
                            "sms_message": "{username} {####}",
                        }
                    ],
                }
            ],
            "account_recovery_setting": [{"recovery_mechanism": [{"name": "verified_email", "priority": 1}]}],
            "email_configuration": [
                {"email_sending_account": "COGNITO_DEFAULT", "reply_to_email_address": "anna@example.com"}
            ],
            "lambda_config": [{"pre_sign_up": "<function.arn>"}],
            "schema": [
                {
                    "name": "company",
                    "attribute_data_type": "String",
                    "mutable": True,
                    "string_attribute_constraints": [{"min_length": "1", "max_length": "50"}],
                }
            ],
            "user_pool_add_ons": [{"advanced_security_mode": "ENFORCED"}],
            "username_configuration": [{"case_sensitive": False}],
            "verification_message_template": [{"default_email_option": "CONFIRM_WITH_LINK"}],
            "device_configuration": [{"challenge_required_on_new_device": True}],
            "user_attribute_update_settings": [{"attributes_require_verification_before_update": ["email"]}],
        },
        ("id", "arn", "endpoint", "creation_date"),
        (
            Look(
                "cognito-idp",
                "describe_user_pool",
                {"UserPoolId": "<it.id>"},
                {
                    "UserPool": {
                        "Arn": "<it.arn>",
                        "AliasAttributes": ["email"],
                        "AutoVerifiedAttributes": ["email"],
                        "DeletionProtection": "ACTIVE",
                        "MfaConfiguration": "OPTIONAL",
                        "Policies": {
                            "PasswordPolicy": {
                                "MinimumLength": 12,
                                "RequireSymbols": False,
                                "TemporaryPasswordValidityDays": 3,
                            }
                        },
                        "AdminCreateUserConfig": {
                            "AllowAdminCreateUserOnly": True,
                            "InviteMessageTemplate": {"EmailSubject": "Welcome"},
                        },
                        "AccountRecoverySetting": {"RecoveryMechanisms": [{"Name": "verified_email", "Priority": 1}]},
                        "EmailConfiguration": {"ReplyToEmailAddress": "anna@example.com"},
                        "LambdaConfig": {"PreSignUp": "<function.arn>"},
                        "UserPoolAddOns": {"AdvancedSecurityMode": "ENFORCED"},
                        "UsernameConfiguration": {"CaseSensitive": False},
                        "VerificationMessageTemplate": {"DefaultEmailOption": "CONFIRM_WITH_LINK"},
                        "DeviceConfiguration": {"ChallengeRequiredOnNewDevice": True},
                        "UserAttributeUpdateSettings": {"AttributesRequireVerificationBeforeUpdate": ["email"]},
                        "UserPoolTags": TAGS,
                    }
                },
            ),
            Look(
                "cognito-idp",
                "get_user_pool_mfa_config",
                {"UserPoolId": "<it.id>"},
                {
                    "MfaConfiguration": "OPTIONAL",
                    "SoftwareTokenMfaConfiguration": {"Enabled": True},
                    "SmsMfaConfiguration": {"SmsConfiguration": {"SnsCallerArn": "<role.arn>"}},
                },
            ),
        ),
    ),
    Sample(
        "aws_cognito_user_pool_client",
        {
            "name": "site",
            "user_pool_id": "<pool.id>",
            "generate_secret": True,
            "explicit_auth_flows": ["ALLOW_USER_SRP_AUTH"],
            "allowed_oauth_flows": ["code"],
            "allowed_oauth_flows_user_pool_client": True,
            "allowed_oauth_scopes": ["openid"],
            "callback_urls": ["https://page.example/in"],
            "logout_urls": ["https://page.example/out"],
            "supported_identity_providers": ["COGNITO"],
            "access_token_validity": 61,
            "id_token_validity": 62,
            "refresh_token_validity": 30,
            "token_validity_units": [{"access_token": "minutes", "id_token": "minutes", "refresh_token": "days"}],
            "prevent_user_existence_errors": "ENABLED",
            "enable_token_revocation": True,
            "read_attributes": ["email"],
        },
        ("id", "client_secret"),
        (
            Look(
                "cognito-idp",
                "describe_user_pool_client",
                {"UserPoolId": "<pool.id>", "ClientId": "<it.id>"},
                {
                    "UserPoolClient": {
                        "ClientName": "site",
                        "ClientSecret": "<it.client_secret>",
                        "ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH"],
                        "AllowedOAuthFlows": ["code"],
                        "AllowedOAuthFlowsUserPoolClient": True,
                        "CallbackURLs": ["https://page.example/in"],
                        "LogoutURLs": ["https://page.example/out"],
                        "AccessTokenValidity": 61,
                        "IdTokenValidity": 62,
                        "RefreshTokenValidity": 30,
                        "TokenValidityUnits": {"RefreshToken": "days"},
                        "PreventUserExistenceErrors": "ENABLED",
                        "EnableTokenRevocation": True,
                    }
                },
            ),
        ),
        needs=POOL,
        tagged=False,
    ),
    Sample(
        "aws_cognito_user_pool_domain",
        {"domain": "sign-in", "user_pool_id": "<pool.id>", "certificate_arn": CERTIFICATE},
        ("id", "cloudfront_distribution", "aws_account_id"),
        (
            Look(
                "cognito-idp",
                "describe_user_pool_domain",
                {"Domain": "sign-in"},
                {"DomainDescription": {"UserPoolId": "<pool.id>"}},
            ),
        ),
        needs=POOL,
        tagged=False,
    ),
    Sample(
        "aws_cognito_user_group",
        {
            "name": "members",
            "user_pool_id": "<pool.id>",
            "description": "Members",
            "precedence": 3,
            "role_arn": "<role.arn>",
        },
        ("id",),
        (
            Look(
                "cognito-idp",
                "get_group",
                {"GroupName": "members", "UserPoolId": "<pool.id>"},
                {"Group": {"Description": "Members", "Precedence": 3, "RoleArn": "<role.arn>"}},
            ),
        ),
        needs=POOL,
        tagged=False,
    ),
    Sample(
        "aws_cognito_resource_server",
        {
            "identifier": "https://orders.example",
            "name": "orders",
            "user_pool_id": "<pool.id>",
            "scope": [{"scope_name": "read", "scope_description": "Reads"}],
        },
        ("id", "scope_identifiers"),
        (
            Look(
                "cognito-idp",
                "describe_resource_server",
                {"UserPoolId": "<pool.id>", "Identifier": "https://orders.example"},
                {"ResourceServer": {"Scopes": [{"ScopeName": "read", "ScopeDescription": "Reads"}]}},
            ),
        ),
        needs=POOL,
        tagged=False,
    ),
    Sample(
        "aws_cognito_identity_provider",
        {
            "user_pool_id": "<pool.id>",
            "provider_name": "Google",
            "provider_type": "Google",
            "provider_details": {"client_id": "id", "client_secret": "secret", "authorize_scopes": "email"},
            "attribute_mapping": {"email": "mail"},
        },
        ("id",),
        (
            Look(
                "cognito-idp",
                "describe_identity_provider",
                {"UserPoolId": "<pool.id>", "ProviderName": "Google"},
                {"IdentityProvider": {"ProviderType": "Google", "AttributeMapping": {"email": "mail"}}},
            ),
        ),
        needs=POOL,
        tagged=False,
    ),
    Sample(
        "aws_cognito_user",
        {
            "user_pool_id": "<pool.id>",
            "username": "berta",
            "attributes": {"email": "berta@example.com"},
            "enabled": False,
            "password": "Rehearsed-1",
        },
        ("id", "status"),
        (
            Look(
                "cognito-idp",
                "admin_get_user",
                {"UserPoolId": "<pool.id>", "Username": "berta"},
                {"Enabled": False, "UserStatus": "CONFIRMED"},
            ),
        ),
        needs=POOL,
        kept=("enabled",),
        tagged=False,
    ),
    Sample(
        "aws_cognito_user_in_group",
        {"user_pool_id": "<pool.id>", "username": "<anna.username>", "group_name": "<members.name>"},
        ("id",),
        (
            Look(
                "cognito-idp",
                "list_users_in_group",
                {"UserPoolId": "<pool.id>", "GroupName": "members"},
                {"Users": [{"Username": "anna"}]},
            ),
        ),
        needs=MEMBERS,
        tagged=False,
    ),
    Sample(
        "aws_cognito_identity_pool",
        {
            "identity_pool_name": "visitors",
            "allow_unauthenticated_identities": True,
            "allow_classic_flow": True,
            "cognito_identity_providers": [
                {"client_id": "client", "provider_name": "<pool.endpoint>", "server_side_token_check": True}
            ],
            "openid_connect_provider_arns": ["arn:aws:iam::123456789012:oidc-provider/tokens.example"],
        },
        ("id", "arn"),
        (
            Look(
                "cognito-identity",
                "describe_identity_pool",
                {"IdentityPoolId": "<it.id>"},
                {
                    "IdentityPoolName": "visitors",
                    "AllowUnauthenticatedIdentities": True,
                    "CognitoIdentityProviders": [
                        {"ClientId": "client", "ProviderName": "<pool.endpoint>", "ServerSideTokenCheck": True}
                    ],
                    "IdentityPoolTags": TAGS,
                },
            ),
        ),
        needs=POOL,
    ),
]


@pytest.mark.parametrize("sample", [*REST, *NEWER, *POOLS], ids=lambda sample: sample.id)
def test_it_is_made_as_it_is_declared(sample):
    assert shortcomings(sample) == []


def document(function: str) -> str:
    """An interface as an OpenAPI document."""
    behind = {"type": "AWS_PROXY", "httpMethod": "POST", "uri": function, "payloadFormatVersion": "2.0"}
    method = {"responses": {"200": {"description": "all"}}, "x-amazon-apigateway-integration": behind}
    return json.dumps(
        {"openapi": "3.0.1", "info": {"title": "orders", "version": "1"}, "paths": {"/orders": {"get": method}}}
    )


def test_an_interface_has_what_its_document_says():
    with world(Sample("aws_api_gateway_rest_api", {}, ())) as emulator:
        body = document(emulator.other("function")["invoke_arn"])
        made = emulator.make("aws_api_gateway_rest_api", {"name": "orders", "body": body})
        client = emulator.client("apigateway")
        found = {each["path"]: each for each in client.get_resources(restApiId=made["id"])["items"]}
        assert found["/"]["id"] == made["root_resource_id"]
        assert found["/orders"]["resourceMethods"].keys() == {"GET"}
        newer = emulator.make("aws_apigatewayv2_api", {"name": "orders", "protocol_type": "HTTP", "body": body})
        routes = emulator.client("apigatewayv2").get_routes(ApiId=newer["id"])["Items"]
    assert [each["RouteKey"] for each in routes] == ["GET /orders"]


def test_a_path_within_a_path_is_one_resource_of_the_settings():
    """The API takes `~1` for a `/` in a resource's path; its author may have written either."""
    values = {
        "rest_api_id": "<api.id>",
        "stage_name": "<stage.stage_name>",
        "method_path": "orders/lines/GET",
        "settings": [{"logging_level": "INFO"}],
    }
    sample = Sample("aws_api_gateway_method_settings", values, (), needs=STAGED)
    with world(sample) as emulator:
        made = emulator.provide(sample)
        assert made["id"].endswith("-dev-orders/lines/GET")
        stage = emulator.client("apigateway").get_stage(restApiId=made["rest_api_id"], stageName="dev")
    assert list(stage["methodSettings"]) == ["orders~1lines/GET"]


def test_where_an_interface_answers_is_as_the_cloud_would_say_it():
    with world(Sample("aws_api_gateway_stage", STAGE, (), needs=DEPLOYED)) as emulator:
        made = emulator.make("aws_api_gateway_stage", emulator.resolved(STAGE))
        number = made["rest_api_id"]
    assert made["invoke_url"] == f"https://{number}.execute-api.eu-west-1.amazonaws.com/dev"
    assert made["execution_arn"] == f"arn:aws:execute-api:eu-west-1:123456789012:{number}/dev"
    assert made["arn"] == f"arn:aws:apigateway:eu-west-1::/restapis/{number}/stages/dev"
    with world(Sample("aws_apigatewayv2_stage", {}, (), needs=WEBSOCKET)) as emulator:
        number = emulator.other("api")["id"]
        made = emulator.make("aws_apigatewayv2_stage", {"api_id": number, "name": "live"})
        assert made["invoke_url"] == f"wss://{number}.execute-api.eu-west-1.amazonaws.com/live"
        made = emulator.make("aws_apigatewayv2_stage", {"api_id": number, "name": "$default"})
        assert made["invoke_url"] == f"wss://{number}.execute-api.eu-west-1.amazonaws.com/"
