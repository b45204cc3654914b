# Services and load balancers, as far as they are not in main.tf.

resource "aws_eip" "mapped" {
  domain = "vpc"
}

resource "aws_lb" "mapped" {
  name               = "limits-mapped"
  load_balancer_type = "network"

  subnet_mapping {
    subnet_id     = aws_subnet.all.id
    allocation_id = aws_eip.mapped.id
  }
}

resource "aws_ecs_service" "connected" {
  name            = "limits-connected"
  cluster         = aws_ecs_cluster.all.id
  task_definition = aws_ecs_task_definition.all.arn
  desired_count   = 1

  network_configuration {
    subnets         = [aws_subnet.all.id]
    security_groups = [aws_security_group.all.id]
  }

  service_connect_configuration {
    enabled = true
  }
}

output "address" {
  value = aws_eip.mapped.id
}
