"""The ground of native runs: values, mocks and overrides for configurations as they are written."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from terraform_projects import write

from scaffold.model.scenarios import Override, Target
from scaffold.model.values import Value, is_known
from scaffold.plan.scenarios.baseline import Baseline, baseline
from scaffold.readers.terraform.what_if import TerraformWhatIf

Ground = Callable[..., Baseline]


@pytest.fixture
def ground(tmp_path: Path) -> Ground:
    """The baseline of one `main.tf`, or of files; `given` as named arguments."""

    def make(files: str | dict[str, str], path: str = ".", **given: Value) -> Baseline:
        write(tmp_path, {"main.tf": files} if isinstance(files, str) else files)
        return baseline(path, TerraformWhatIf(tmp_path, tmp_path), given)

    return make


def override(ground: Baseline, address: str) -> Override:
    (found,) = [each for each in ground.overrides if each.address == address]
    return found


def output(ground: Baseline, name: str) -> Value:
    return next(each.value for each in ground.project.outputs if each.name == name)


# Values


def test_required_parameters_get_natural_values(ground: Ground) -> None:
    made = ground("""
        variable "vpc_id" { type = string }
        variable "private_subnet_ids" { type = list(string) }
        variable "enable_logs" { type = bool }
        variable "retention_days" { type = number }
        variable "db_password" { type = string }
        variable "tags" { type = map(string) }
        variable "listener" {
          type = object({ port = number, certificate_arn = string, note = optional(string) })
        }
    """)
    values = made.values
    assert str(values["vpc_id"]).startswith("vpc-0")
    assert len(set(values["private_subnet_ids"])) == 3  # type: ignore[arg-type]
    assert values["enable_logs"] is True
    assert values["retention_days"] == 30
    assert values["db_password"] == "not-a-real-password-1A!"
    assert values["tags"] == {"Environment": "test"}
    listener = values["listener"]
    assert isinstance(listener, dict)
    assert listener["port"] == 8080
    assert ":acm:" in listener["certificate_arn"]
    assert "note" not in listener
    assert made.made == set(values)
    assert made.sound


def test_what_is_given_stays_and_what_is_not_known_is_made_up(ground: Ground) -> None:
    from scaffold.model.values import Reference

    made = ground(
        'variable "name" {}\nvariable "size" { default = 3 }\nvariable "vpc_id" { type = string }',
        name="orders",
        vpc_id=Reference("aws_vpc.main", ("id",)),
    )
    assert made.values["name"] == "orders"
    assert made.values["size"] == 3
    assert str(made.values["vpc_id"]).startswith("vpc-")
    assert made.made == {"vpc_id"}


def test_null_for_a_parameter_that_may_not_be_null_is_its_default(ground: Ground) -> None:
    text = 'variable "size" {\n  default = 3\n  nullable = false\n}\nvariable "name" { default = "a" }'
    made = ground(text, size=None, name=None)
    assert made.values == {"size": 3, "name": None}


@pytest.mark.parametrize(
    ("type_", "condition"),
    [
        ("number", "var.subject >= 40 && var.subject < 50"),
        ("string", 'contains(["blue", "green"], var.subject)'),
        ("string", 'can(regex("^app-[a-z]{4}$", var.subject))'),
        ("string", "length(var.subject) == 12"),
        ("string", 'startswith(var.subject, "/aws/")'),
        ("string", "can(cidrhost(var.subject, 0))"),
        ("list(string)", "length(var.subject) >= 4"),
        ("set(string)", 'alltrue([for each in var.subject : startswith(each, "@")])'),
        ("map(string)", 'contains(keys(var.subject), "Owner")'),
        ("list(object({ port = number }))", "alltrue([for each in var.subject : each.port > 9000])"),
        ("object({ low = number, high = number })", "var.subject.low < var.subject.high"),
        ("bool", "var.subject"),
    ],
)
def test_made_up_values_satisfy_validations(ground: Ground, type_: str, condition: str) -> None:
    made = ground(f"""
        variable "subject" {{
          type = {type_}
          validation {{
            condition     = {condition}
            error_message = "No."
          }}
        }}
    """)
    assert made.sound, made.problems
    (rule,) = made.project.parameters[0].rules
    assert rule.holds is True


def test_a_rule_over_two_parameters_is_satisfied_by_changing_one_of_them(ground: Ground) -> None:
    made = ground("""
        variable "live" {
          type = string
          validation {
            condition     = contains(["blue", "green"], var.live)
            error_message = "No."
          }
          validation {
            condition     = (var.live == "blue" && var.launch_blue) || (var.live == "green" && var.launch_green)
            error_message = "No."
          }
        }
        variable "launch_blue" { type = bool }
        variable "launch_green" { type = bool }
    """)
    assert made.sound, made.problems


def test_values_satisfy_the_validations_of_the_modules_that_they_are_handed_to(ground: Ground) -> None:
    module = """
        variable "domains" {
          type = set(string)
          validation {
            condition     = alltrue([for each in var.domains : startswith(each, "@")])
            error_message = "No."
          }
        }
    """
    root = """
        variable "allowed" { type = set(string) }
        module "login" {
          source  = "./login"
          domains = var.allowed
        }
    """
    made = ground({"main.tf": root, "login/main.tf": module})
    assert made.sound, made.problems
    assert all(str(each).startswith("@") for each in made.values["allowed"])  # type: ignore[union-attr]


def test_preconditions_are_satisfied_where_values_are_made_up(ground: Ground) -> None:
    made = ground("""
        variable "size" { type = number }
        resource "terraform_data" "main" {
          lifecycle {
            precondition {
              condition     = var.size % 2 == 0 && var.size > 8
              error_message = "No."
            }
          }
        }
    """)
    assert made.sound, made.problems


def test_a_default_of_null_with_which_nothing_evaluates_is_replaced(ground: Ground) -> None:
    made = ground("""
        variable "name" { default = null }
        variable "suffix" { default = null }
        output "label" { value = format("%s-queue", var.name) }
        output "suffix" { value = var.suffix }
    """)
    assert made.values == {"name": "example", "suffix": None}
    assert made.made == {"name"}
    assert output(made, "label") == "example-queue"


def test_what_the_caller_gave_is_not_changed_and_the_problem_is_told(ground: Ground) -> None:
    text = """
        variable "size" {
          type = number
          validation {
            condition     = var.size > 8
            error_message = "No."
          }
        }
    """
    made = ground(text, size=1)
    assert made.values == {"size": 1}
    assert not made.sound
    assert made.problems == ("var.size: its validation fails (main.tf:4)",)


def test_what_takes_a_parameter_says_what_it_is(ground: Ground) -> None:
    made = ground("""
        variable "blocks" { type = list(string) }
        variable "net" {}
        variable "items" {}
        resource "aws_subnet" "main" {
          count      = length(var.blocks)
          cidr_block = var.blocks[count.index]
        }
        locals {
          part  = cidrsubnet(var.net, 8, 1)
          first = [for each in var.items : each]
        }
        output "part" { value = local.part }
        output "first" { value = local.first }
    """)
    assert str(made.values["net"]).endswith("/16")
    assert isinstance(made.values["items"], tuple)
    assert output(made, "part") == "10.0.1.0/24"


# Mocks


def test_every_provider_configuration_is_mocked_but_terraforms_own(ground: Ground) -> None:
    made = ground("""
        provider "aws" { region = "eu-west-1" }
        provider "aws" {
          alias  = "edge"
          region = "us-east-1"
        }
        resource "terraform_data" "main" {}
        resource "random_pet" "main" {}
        resource "aws_sns_topic" "main" { provider = aws.edge }
    """)
    assert [(each.provider, each.alias) for each in made.mocks] == [("aws", ""), ("aws", "edge"), ("random", "")]
    assert made.providers["aws.edge"] == "aws.edge"


def test_a_project_of_terraforms_own_resources_mocks_nothing(ground: Ground) -> None:
    made = ground('resource "terraform_data" "main" {}\noutput "id" { value = terraform_data.main.id }')
    assert made.mocks == made.overrides == ()
    assert made.providers == {}


# Overrides


def test_data_sources_say_what_is_asked_of_them_and_no_more(ground: Ground) -> None:
    made = ground("""
        provider "aws" { region = "eu-central-1" }
        data "aws_caller_identity" "current" {}
        data "aws_region" "here" {}
        data "aws_availability_zones" "all" {}
        data "aws_vpc" "unused" {}
        output "account" { value = data.aws_caller_identity.current.account_id }
        output "where" { value = "${data.aws_region.here.name}/${data.aws_availability_zones.all.names[1]}" }
    """)
    assert dict(override(made, "data.aws_caller_identity.current").values) == {"account_id": "123456789012"}
    assert output(made, "where") == "eu-central-1/eu-central-1b"
    assert "data.aws_vpc.unused" not in made.known
    assert {each.kind for each in made.overrides} == {Target.DATA}


def test_data_sources_in_modules_are_overridden_where_they_are(ground: Ground) -> None:
    module = 'data "aws_region" "here" {}\noutput "name" { value = data.aws_region.here.name }'
    root = 'module "net" {\n  source = "./net"\n  count = 2\n}\noutput "name" { value = module.net[1].name }'
    made = ground({"main.tf": root, "net/main.tf": module})
    assert override(made, "module.net.data.aws_region.here").values == {"name": "us-east-1"}
    assert output(made, "name") == "us-east-1"


def test_values_that_the_catalog_does_not_know_follow_from_their_use(ground: Ground) -> None:
    made = ground("""
        data "acme_thing" "main" {}
        locals { login = jsondecode(data.acme_thing.main.secret) }
        output "arn" { value = data.acme_thing.main.role_arn }
        output "second" { value = data.acme_thing.main.members[2].address }
        output "user" { value = local.login.username }
        output "bits" { value = data.acme_thing.main.level + 1 }
        output "all" { value = join(",", data.acme_thing.main.parts) }
    """)
    values = override(made, "data.acme_thing.main").values
    assert ":iam::" in str(values["role_arn"])
    assert len(values["members"]) == 3  # type: ignore[arg-type]
    assert json.loads(str(values["secret"]))["username"]
    assert isinstance(values["level"], int)
    assert isinstance(values["parts"], tuple)
    assert all(is_known(each.value) for each in made.project.outputs)
    assert made.sound


def test_policy_documents_are_their_own_json(ground: Ground) -> None:
    made = ground("""
        resource "aws_sqs_queue" "jobs" {}
        data "aws_iam_policy_document" "main" {
          statement {
            actions   = ["sqs:SendMessage"]
            resources = [aws_sqs_queue.jobs.arn]
          }
        }
        output "policy" { value = data.aws_iam_policy_document.main.json }
    """)
    document = json.loads(str(override(made, "data.aws_iam_policy_document.main").values["json"]))
    (statement,) = document["Statement"]
    assert statement["Action"] == "sqs:SendMessage"
    assert statement["Resource"] == override(made, "aws_sqs_queue.jobs").values["arn"]


def test_a_policy_document_of_which_nothing_is_known_is_still_one(ground: Ground) -> None:
    made = ground("""
        data "aws_iam_policy_document" "main" {}
        output "policy" { value = data.aws_iam_policy_document.main.json }
    """)
    assert json.loads(str(override(made, "data.aws_iam_policy_document.main").values["json"]))["Version"]


def test_resources_say_only_what_is_asked_and_not_configured(ground: Ground) -> None:
    made = ground("""
        resource "aws_sqs_queue" "a" { name = "orders" }
        resource "aws_sqs_queue" "b" { kms_master_key_id = null }
        output "all" {
          value = [aws_sqs_queue.a.name, aws_sqs_queue.a.arn, aws_sqs_queue.b.arn, aws_sqs_queue.b.kms_master_key_id]
        }
    """)
    one, other = override(made, "aws_sqs_queue.a").values, override(made, "aws_sqs_queue.b").values
    assert set(one) == set(other) == {"arn"}
    assert one["arn"] != other["arn"]


def test_nested_attributes_that_are_indexed_are_lists_of_objects(ground: Ground) -> None:
    made = ground("""
        resource "aws_eks_cluster" "main" { name = "main" }
        resource "acme_cluster" "main" {}
        output "issuer" { value = aws_eks_cluster.main.identity[0].oidc[0].issuer }
        output "cert" { value = acme_cluster.main.master_auth[0].cluster_ca_certificate }
    """)
    assert str(output(made, "issuer")).startswith("https://oidc.eks.")
    assert isinstance(output(made, "cert"), str)


def test_what_flags_hide_is_overridden_too(ground: Ground) -> None:
    made = ground("""
        variable "archive" { default = false }
        resource "aws_s3_bucket" "main" { count = var.archive ? 1 : 0 }
        output "bucket" { value = one(aws_s3_bucket.main[*].arn) }
    """)
    assert str(override(made, "aws_s3_bucket.main").values["arn"]).startswith("arn:aws:s3:::")
    assert output(made, "bucket") is None


def test_modules_that_cannot_be_read_say_what_is_asked_of_them(ground: Ground) -> None:
    made = ground("""
        module "vpc" { source = "example/vpc/aws" }
        resource "aws_instance" "main" { subnet_id = module.vpc.private_subnets[1] }
        output "vpc" { value = module.vpc.vpc_id }
    """)
    found = override(made, "module.vpc")
    assert found.kind is Target.MODULE
    assert str(found.values["vpc_id"]).startswith("vpc-")
    assert all(str(each).startswith("subnet-") for each in found.values["private_subnets"])  # type: ignore[union-attr]


def test_postconditions_hold_for_what_data_sources_say(ground: Ground) -> None:
    made = ground("""
        data "aws_ami" "main" {
          lifecycle {
            postcondition {
              condition     = self.architecture == "arm64"
              error_message = "No."
            }
          }
        }
        output "image" { value = data.aws_ami.main.id }
    """)
    assert override(made, "data.aws_ami.main").values["architecture"] == "arm64"
    assert made.sound, made.problems


def test_what_only_rules_ask_of_a_data_source_satisfies_them(ground: Ground) -> None:
    made = ground("""
        data "acme_type" "main" {}
        resource "terraform_data" "main" {
          lifecycle {
            precondition {
              condition     = data.acme_type.main.free_tier
              error_message = "No."
            }
            precondition {
              condition     = data.acme_type.main.memory >= 512
              error_message = "No."
            }
            precondition {
              condition     = data.acme_type.main.family == "t3"
              error_message = "No."
            }
          }
        }
    """)
    assert override(made, "data.acme_type.main").values == {"free_tier": True, "memory": 512, "family": "t3"}
    assert made.sound


def test_what_turns_into_an_error_is_a_problem(ground: Ground) -> None:
    made = ground("""
        data "acme_thing" "main" {}
        output "part" { value = regex("^[0-9]{3}-(x+)$", data.acme_thing.main.code)[0] }
    """)
    assert not made.sound
    assert "output.part" in made.problems[0]


# What is known before anything is created


def test_data_sources_that_ask_with_a_resource_are_read_late(ground: Ground) -> None:
    made = ground("""
        resource "aws_vpc" "main" {}
        data "aws_subnets" "direct" {
          filter {
            name   = "vpc-id"
            values = [aws_vpc.main.id]
          }
        }
        data "aws_route_tables" "ordered" { depends_on = [aws_vpc.main] }
        data "aws_region" "here" {}
        data "aws_subnet" "chained" { id = data.aws_subnets.direct.ids[0] }
        output "all" {
          value = [data.aws_subnets.direct.ids, data.aws_route_tables.ordered.ids, data.aws_region.here.name,
            data.aws_subnet.chained.cidr_block]
        }
    """)
    assert set(made.known_early) == {"data.aws_region.here"}
    assert set(made.known) > set(made.known_early)


def test_data_sources_of_a_module_that_waits_are_read_late(ground: Ground) -> None:
    module = 'data "aws_region" "here" {}\noutput "name" { value = data.aws_region.here.name }'
    root = """
        resource "aws_vpc" "main" {}
        module "waits" {
          source     = "./inner"
          depends_on = [aws_vpc.main]
        }
        module "goes" { source = "./inner" }
    """
    made = ground({"main.tf": root, "inner/main.tf": module})
    assert set(made.known_early) == {"module.goes.data.aws_region.here"}


def test_the_plan_knows_what_is_early_and_the_project_everything(ground: Ground) -> None:
    made = ground("""
        resource "aws_kms_key" "main" {}
        data "aws_region" "here" {}
        output "key" { value = aws_kms_key.main.arn }
        output "region" { value = data.aws_region.here.name }
    """)
    planned = {each.name: is_known(each.value) for each in made.planned.outputs}
    assert planned == {"key": False, "region": True}
    assert all(is_known(each.value) for each in made.project.outputs)


def test_the_same_folder_gives_the_same_ground(ground: Ground) -> None:
    text = """
        variable "names" { type = set(string) }
        data "aws_caller_identity" "current" {}
        resource "aws_sns_topic" "all" { for_each = var.names }
        output "topics" { value = { for key, topic in aws_sns_topic.all : key => topic.arn } }
    """
    assert ground(text) == ground(text)


# What providers require


def test_required_arguments_are_given_what_they_lack(ground: Ground) -> None:
    made = ground("""
        variable "bucket" { default = "" }
        variable "object_key" {
          type    = string
          default = null
        }
        variable "tag" { default = "" }
        resource "aws_s3_object" "this" {
          bucket  = var.bucket
          key     = var.object_key
          content = var.tag
        }
    """)
    assert made.sound
    assert made.values["bucket"]
    assert made.values["object_key"]
    assert made.values["tag"] == ""


def test_what_is_required_and_stays_empty_is_a_problem(ground: Ground) -> None:
    made = ground('resource "aws_s3_object" "this" {\n  bucket = ""\n  key    = "x"\n}\n')
    assert not made.sound
    assert made.problems == ("aws_s3_object.this.bucket has no value, which its provider requires",)


def test_what_may_be_empty_is_none(ground: Ground) -> None:
    made = ground("""
        resource "aws_route53_record" "apex" {
          zone_id = "Z1"
          type    = "A"
          name    = ""
        }
    """)
    assert made.sound


@pytest.mark.parametrize("count", ["", "count = 0"])
def test_mocks_have_documents_for_what_no_override_is_for(ground: Ground, count: str) -> None:
    made = ground(f"""
        data "aws_iam_policy_document" "unused" {{
          {count}
          statement {{ actions = ["s3:GetObject"] }}
        }}
        resource "aws_sns_topic" "t" {{}}
    """)
    (mock,) = made.mocks
    assert json.loads(str(mock.defaults["data.aws_iam_policy_document"]["json"]))["Statement"]


def test_mocks_have_none_for_what_is_overridden(ground: Ground) -> None:
    made = ground("""
        data "aws_iam_policy_document" "used" {
          statement { actions = ["s3:GetObject"] }
        }
        resource "aws_iam_policy" "p" { policy = data.aws_iam_policy_document.used.json }
    """)
    assert not any(kind.startswith("data.") for mock in made.mocks for kind in mock.defaults)


def test_mocks_say_nothing_that_a_data_source_is_asked_with(ground: Ground) -> None:
    made = ground("""
        data "aws_partition" "here" {}
        data "aws_iam_role" "one" { name = "deploy" }
        data "aws_iam_policy" "two" {
          count = 0
          arn   = "arn:aws:iam::aws:policy/ReadOnlyAccess"
        }
        resource "aws_sns_topic" "t" {}
    """)
    (mock,) = made.mocks
    assert mock.defaults["data.aws_partition"]["partition"] == "aws"
    role = mock.defaults["data.aws_iam_role"]
    assert str(role["arn"]).startswith("arn:aws:iam::")
    assert "name" not in role
    assert "arn" not in mock.defaults.get("data.aws_iam_policy", {})


@pytest.mark.parametrize(
    ("expression", "problem"),
    [
        ("coalescelist([], [])", "terraform_data.r.input: coalescelist: "),
        ('file("not-there.txt")', ""),
        ("try(coalescelist([], []), 1)", ""),
        ("uuid()", ""),
    ],
)
def test_a_call_that_a_function_refuses_is_a_problem(ground: Ground, expression: str, problem: str) -> None:
    made = ground(f'resource "terraform_data" "r" {{\n  input = {expression}\n}}\n')
    assert [each[: len(problem)] for each in made.problems] == ([problem] if problem else [])
    assert made.sound is not bool(problem)
