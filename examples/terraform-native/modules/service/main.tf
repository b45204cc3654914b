terraform {
  required_version = ">= 1.11"
}

resource "terraform_data" "service" {
  input = {
    name     = var.name
    image    = var.image
    settings = var.settings
    labels   = var.labels
    listen = {
      port     = var.port
      protocol = "http"
      health   = "/health"
    }
  }
  triggers_replace = [var.image, var.port]

  lifecycle {
    precondition {
      condition     = contains(keys(var.settings), "ENVIRONMENT")
      error_message = "${var.name} is told ${join(", ", keys(var.settings))}, and ENVIRONMENT is missing."
    }
  }
}

resource "terraform_data" "scaling" {
  count = var.max_replicas > var.min_replicas ? 1 : 0

  input = {
    service    = terraform_data.service.input.name
    least      = var.min_replicas
    most       = var.max_replicas
    target     = 65
    cool_downs = [60, 300]
  }

  lifecycle {
    precondition {
      condition     = var.replicas >= var.min_replicas && var.replicas <= var.max_replicas
      error_message = "${var.name} starts with ${var.replicas} replicas, which is outside of ${var.min_replicas} to ${var.max_replicas}."
    }
  }
}

resource "terraform_data" "replicas" {
  input = {
    service = terraform_data.service.id
    count   = var.replicas
    spread  = var.replicas > 1
  }
}
