"""What unresolved registers, run under mocks: no cloud, no Pulumi engine."""

from .support import deployment


class TestUnresolved:
    stack = deployment(
        "Pulumi.yaml",
        project="unresolved",
        stack="dev",
        config={"unresolved:limit": "limit", "unresolved:delay": "delay"},
    )
    part = stack.resource("parts:index:Part", "part")
    cluster = stack.resource("eks:index:Cluster", "cluster")
    queue = stack.resource("aws:sqs/queue:Queue", "queue")

    def test_declares_exactly_these_resources(self):
        assert self.stack.inventory() == {
            "aws:sqs/queue:Queue": ["queue"],
            "eks:index:Cluster": ["cluster"],
            "parts:index:Part": ["part"],
        }

    def test_part_part_is_configured_as_declared(self):
        assert self.part.inputs() == {"name": "getNumber"}

    def test_cluster_cluster_is_configured_as_declared(self):
        assert self.cluster.inputs() == {"vpcId": self.part.output("vpcId")}

    def test_sqs_queue_queue_is_configured_as_declared(self):
        assert self.queue.inputs(without=["tags.Folder"]) == {
            "name": f"orders-{self.part.output('suffix')}",
            "delaySeconds": "delay",
            "tags": {
                "Known": "known",
                "Cluster": self.cluster.output("eksCluster", "name"),
                "Item": "getNumber-3f42e49",
            },
        }

    def test_cluster_cluster_is_in_part_part(self):
        cluster_inputs = self.cluster.inputs()
        assert cluster_inputs["vpcId"] == self.part.output("vpcId")

    def test_queue_queue_takes_its_name_from_part_part(self):
        queue_inputs = self.queue.inputs()
        assert queue_inputs["name"] == f"orders-{self.part.output('suffix')}"

    def test_queue_queue_takes_its_tags_cluster_from_cluster_cluster(self):
        queue_inputs = self.queue.inputs()
        assert queue_inputs["tags"]["Cluster"] == self.cluster.output("eksCluster", "name")

    def test_queue_queue_is_encrypted(self):
        queue_inputs = self.queue.inputs()
        assert queue_inputs.get("sqsManagedSseEnabled") is None

    def test_exports_exactly_these_outputs(self):
        assert sorted(self.stack.exports()) == ["kubeconfig", "queueName"]

    def test_exports_queue_name_of_queue_queue(self):
        assert self.stack.exported("queueName") == self.queue.output("name")

    def test_exports_kubeconfig_of_cluster_cluster(self):
        assert self.stack.exported("kubeconfig") == self.cluster.output("kubeconfig")


class TestUnresolvedWithoutLimit:
    stack = deployment("Pulumi.yaml", project="unresolved", stack="dev", config={"unresolved:delay": "delay"})

    def test_is_refused_there_is_no_resource_variable_or_configuration_value_called_limit(self):
        assert "there is no resource, variable or configuration value called limit" in self.stack.failure()


class TestUnresolvedWithoutDelay:
    stack = deployment("Pulumi.yaml", project="unresolved", stack="dev", config={"unresolved:limit": "limit"})

    def test_is_refused_there_is_no_resource_variable_or_configuration_value_called_delay(self):
        assert "there is no resource, variable or configuration value called delay" in self.stack.failure()
