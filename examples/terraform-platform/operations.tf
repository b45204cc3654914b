# A host for operators: no open port, no key pair; they come in through Session Manager.

locals {
  operations_count = var.operations_host == null ? 0 : 1
}

data "aws_ssm_parameter" "operations_ami" {
  count = local.operations_count

  name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64"
}

data "aws_iam_policy_document" "operations_assume_role" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "operations" {
  count = local.operations_count

  name               = "${local.name}-operations"
  assume_role_policy = data.aws_iam_policy_document.operations_assume_role.json
}

resource "aws_iam_role_policy_attachment" "operations" {
  count = local.operations_count

  role       = aws_iam_role.operations[0].name
  policy_arn = "arn:${local.partition}:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_instance_profile" "operations" {
  count = local.operations_count

  name = "${local.name}-operations"
  role = aws_iam_role.operations[0].name
}

resource "aws_security_group" "operations" {
  count = local.operations_count

  name        = "${local.name}-operations"
  description = "Operations host of ${local.name}"
  vpc_id      = module.network.vpc_id

  tags = {
    Name = "${local.name}-operations"
  }
}

resource "aws_vpc_security_group_egress_rule" "operations" {
  count = local.operations_count

  security_group_id = aws_security_group.operations[0].id
  description       = "Anywhere"
  ip_protocol       = "-1"
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_launch_template" "operations" {
  count = local.operations_count

  name                   = "${local.name}-operations"
  image_id               = data.aws_ssm_parameter.operations_ami[0].insecure_value
  instance_type          = var.operations_host.instance_type
  update_default_version = true
  vpc_security_group_ids = [aws_security_group.operations[0].id]

  user_data = base64encode(templatefile("${path.module}/templates/operations.sh.tftpl", {
    environment   = var.environment
    packages      = var.operations_host.packages
    database_host = module.database.endpoint
    is_production = local.is_production
  }))

  iam_instance_profile {
    arn = aws_iam_instance_profile.operations[0].arn
  }

  metadata_options {
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }

  block_device_mappings {
    device_name = "/dev/xvda"

    ebs {
      encrypted   = true
      volume_type = "gp3"
      volume_size = 20
    }
  }
}

resource "aws_autoscaling_group" "operations" {
  count = local.operations_count

  name                = "${local.name}-operations"
  min_size            = 1
  max_size            = 1
  vpc_zone_identifier = module.network.private_subnet_ids

  launch_template {
    id      = aws_launch_template.operations[0].id
    version = aws_launch_template.operations[0].latest_version
  }

  # Groups do not take part in the provider's default tags.
  dynamic "tag" {
    for_each = merge(local.tags, { Name = "${local.name}-operations" })

    content {
      key                 = tag.key
      value               = tag.value
      propagate_at_launch = true
    }
  }
}
