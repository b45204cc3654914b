"""Overrides in modules with instance keys name each instance."""

from __future__ import annotations

MODULE = """
variable "name" { default = "x" }
resource "aws_sqs_queue" "q" {
  count = 2
  name  = "${var.name}-${count.index}"
}
output "arn" { value = aws_sqs_queue.q[0].arn }
"""
VARIABLE = """
variable "names" {
  type    = set(string)
  default = ["a", "b"]
  validation {
    condition     = length(var.names) < 4
    error_message = "At most three."
  }
}
"""


def instances(suites, files: dict[str, str]) -> dict[str, tuple[str, ...]]:
    found = suites({**files, "m/main.tf": MODULE}, declarations=True)["root"]
    return {override.address: override.instances for override in found.overrides}


def test_a_module_with_keys_is_named_with_each_of_them_in_every_run(suites):
    call = 'module "m" {\n  source   = "./m"\n  for_each = var.names\n  name     = each.key\n}\n'
    output = 'output "arns" { value = [for each in module.m : each.arn] }\n'
    found = instances(suites, {"main.tf": VARIABLE + call + output})["module.m.aws_sqs_queue.q"]
    assert {'module.m["a"].aws_sqs_queue.q', 'module.m["b"].aws_sqs_queue.q'} < set(found)
    assert all(each.startswith('module.m["') and each.endswith('"].aws_sqs_queue.q') for each in found)


def test_a_module_without_keys_needs_none(suites):
    call = 'module "m" { source = "./m" }\noutput "arn" { value = module.m.arn }\n'
    assert instances(suites, {"main.tf": call}) == {"module.m.aws_sqs_queue.q": ()}


def test_keys_of_modules_in_modules_are_named_too(suites):
    outer = 'module "n" {\n  source = "../m"\n  count  = 1\n}\noutput "arn" { value = module.n[0].arn }\n'
    call = 'module "o" {\n  source   = "./o"\n  for_each = { "x.y" = 1 }\n}\n'
    output = 'output "arn" { value = module.o["x.y"].arn }\n'
    found = instances(suites, {"main.tf": call + output, "o/main.tf": outer})
    assert found == {"module.o.module.n.aws_sqs_queue.q": ('module.o["x.y"].module.n[0].aws_sqs_queue.q',)}
