"""Type tokens of Pulumi packages, and the canonical types that they are."""

import tomllib
from pathlib import Path

import pytest

import scaffold.catalog
from scaffold.catalog.pulumi import canonical_data_type, canonical_type, function_token, native_token, token

CATALOG = Path(scaffold.catalog.__file__).parent


def known_types():
    """Every AWS type that the catalog says anything of."""
    types = set(tomllib.loads((CATALOG / "mocks.toml").read_text())["types"])
    for file in (CATALOG / "checks").glob("*.toml"):
        types |= {type_ for row in tomllib.loads(file.read_text()).values() for type_ in row.get("for", ())}
    return sorted(type_ for type_ in types if type_.startswith("aws_"))


@pytest.mark.parametrize("type_", known_types())
def test_every_type_of_the_catalog_has_a_token_that_leads_back(type_):
    native = native_token(type_)
    package, module, name = native.split(":")
    assert package == "aws"
    assert module.endswith(f"/{name[0].lower()}{name[1:]}")
    assert canonical_type(native) == type_


@pytest.mark.parametrize(
    ("native", "canonical"),
    [
        ("aws:dynamodb/table:Table", "aws_dynamodb_table"),
        ("aws:ec2/instance:Instance", "aws_instance"),
        ("aws:ec2/vpc:Vpc", "aws_vpc"),
        ("aws:ec2/securityGroup:SecurityGroup", "aws_security_group"),
        ("aws:ec2transitgateway/transitGateway:TransitGateway", "aws_ec2_transit_gateway"),
        ("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "aws_vpc_security_group_ingress_rule"),
        ("aws:rds/instance:Instance", "aws_db_instance"),
        ("aws:rds/cluster:Cluster", "aws_rds_cluster"),
        ("aws:rds/subnetGroup:SubnetGroup", "aws_db_subnet_group"),
        ("aws:lb/loadBalancer:LoadBalancer", "aws_lb"),
        ("aws:alb/targetGroup:TargetGroup", "aws_alb_target_group"),
        ("aws:s3/bucket:Bucket", "aws_s3_bucket"),
        ("aws:s3/bucketV2:BucketV2", "aws_s3_bucket"),
        ("aws:s3/bucketVersioningV2:BucketVersioningV2", "aws_s3_bucket_versioning"),
        ("aws:s3/bucketObjectv2:BucketObjectv2", "aws_s3_object"),
        ("aws:s3/bucketObject:BucketObject", "aws_s3_bucket_object"),
        ("aws:apigateway/restApi:RestApi", "aws_api_gateway_rest_api"),
        ("aws:apigatewayv2/api:Api", "aws_apigatewayv2_api"),
        ("aws:cloudwatch/eventRule:EventRule", "aws_cloudwatch_event_rule"),
        ("aws:cfg/rule:Rule", "aws_config_config_rule"),
        ("aws:cloudtrail/trail:Trail", "aws_cloudtrail"),
        ("aws:iam/openIdConnectProvider:OpenIdConnectProvider", "aws_iam_openid_connect_provider"),
        ("aws:appsync/graphQLApi:GraphQLApi", "aws_appsync_graphql_api"),
        ("aws:bedrock/agentAgent:AgentAgent", "aws_bedrockagent_agent"),
        ("pulumi:providers:aws", "aws_provider"),
        ("random:index/randomPassword:RandomPassword", "random_password"),
        ("tls:index/privateKey:PrivateKey", "tls_private_key"),
        ("docker:index/image:Image", "docker_image"),
        ("kubernetes:apps/v1:Deployment", "kubernetes_deployment"),
        ("kubernetes:networking.k8s.io/v1:Ingress", "kubernetes_ingress"),
        ("kubernetes:helm.sh/v3:Release", "helm_release"),
        ("azure-native:storage:StorageAccount", "azure_native_storage_storage_account"),
        ("azure-native:storage/v20230101:StorageAccount", "azure_native_storage_storage_account"),
        ("azure:core/resourceGroup:ResourceGroup", "azurerm_resource_group"),
        ("azure:storage/account:Account", "azurerm_storage_account"),
        ("gcp:storage/bucket:Bucket", "google_storage_bucket"),
        ("gcp:projects/iAMMember:IAMMember", "google_project_iam_member"),
        ("gcp:cloudrunv2/service:Service", "google_cloud_run_v2_service"),
        ("awsx:ec2:Vpc", "awsx_ec2_vpc"),
        ("eks:index:Cluster", "eks_cluster"),
        ("digitalocean:index/droplet:Droplet", "digitalocean_droplet"),
        ("nobody:some/thing:Thing", "nobody_some_thing"),
        ("acme:shop:Checkout", "acme_shop_checkout"),
    ],
)
def test_a_token_has_the_type_that_terraform_calls_it(native, canonical):
    assert canonical_type(native) == canonical


@pytest.mark.parametrize(
    ("package", "module", "name", "native"),
    [
        ("aws", "dynamodb", "Table", "aws:dynamodb/table:Table"),
        ("aws", "", "Provider", "pulumi:providers:aws"),
        ("random", "", "RandomPassword", "random:index/randomPassword:RandomPassword"),
        ("docker", "", "Image", "docker:index/image:Image"),
        ("gcp", "projects", "IAMMember", "gcp:projects/iAMMember:IAMMember"),
        ("kubernetes", "apps.v1", "Deployment", "kubernetes:apps/v1:Deployment"),
        ("kubernetes", "networking.v1", "Ingress", "kubernetes:networking.k8s.io/v1:Ingress"),
        ("kubernetes", "rbac.v1", "Role", "kubernetes:rbac.authorization.k8s.io/v1:Role"),
        ("kubernetes", "helm.v3", "Release", "kubernetes:helm.sh/v3:Release"),
        ("azure-native", "storage", "StorageAccount", "azure-native:storage:StorageAccount"),
        ("azure-native", "storage.v20230101", "StorageAccount", "azure-native:storage/v20230101:StorageAccount"),
        ("awsx", "ec2", "Vpc", "awsx:ec2:Vpc"),
        ("eks", "", "Cluster", "eks:index:Cluster"),
        ("command", "local", "Command", "command:local:Command"),
    ],
)
def test_a_class_has_the_token_that_its_package_registers(package, module, name, native):
    assert token(package, module, name) == native


@pytest.mark.parametrize(
    ("package", "module", "name", "native", "canonical"),
    [
        ("aws", "", "getRegion", "aws:index/getRegion:getRegion", "aws_region"),
        ("aws", "", "getCallerIdentityOutput", "aws:index/getCallerIdentity:getCallerIdentity", "aws_caller_identity"),
        ("aws", "ec2", "getVpc", "aws:ec2/getVpc:getVpc", "aws_vpc"),
        ("aws", "ec2", "getAmiOutput", "aws:ec2/getAmi:getAmi", "aws_ami"),
        (
            "aws",
            "iam",
            "getPolicyDocument",
            "aws:iam/getPolicyDocument:getPolicyDocument",
            "aws_iam_policy_document",
        ),
        ("aws", "rds", "getInstances", "aws:rds/getInstances:getInstances", "aws_db_instances"),
        ("aws", "resourceexplorer", "search", "aws:resourceexplorer/search:Search", "aws_resourceexplorer2_search"),
        ("azure-native", "authorization", "getClientConfig", "azure-native:authorization:getClientConfig", None),
        ("gcp", "organizations", "getClientConfig", "gcp:organizations/getClientConfig:getClientConfig", None),
    ],
)
def test_a_function_has_the_token_that_its_package_calls(package, module, name, native, canonical):
    assert function_token(package, module, name) == native
    assert canonical is None or canonical_data_type(native) == canonical


def test_what_is_no_output_form_keeps_its_name():
    assert function_token("acme", "", "Output") == "acme:index/Output:Output"
