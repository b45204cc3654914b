check "availability_zones" {
  assert {
    condition     = length(setsubtract(local.availability_zones, data.aws_availability_zones.available.names)) == 0
    error_message = "Not every zone of ${join(", ", local.availability_zones)} is available to this account."
  }
}

check "cluster_is_active" {
  data "aws_ecs_cluster" "current" {
    cluster_name = aws_ecs_cluster.main.name
  }

  assert {
    condition     = data.aws_ecs_cluster.current.status == "ACTIVE"
    error_message = "The cluster ${local.name} is not active."
  }
}
