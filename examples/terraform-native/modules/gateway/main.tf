terraform {
  required_version = ">= 1.11"
}

resource "terraform_data" "gateway" {
  input = {
    name     = var.name
    host     = var.host
    timeouts = var.timeouts
    tls = {
      required = true
      versions = var.strict ? ["1.3"] : ["1.2", "1.3"]
    }
  }

  lifecycle {
    precondition {
      condition     = var.timeouts.read > var.timeouts.connect
      error_message = "Reading (${var.timeouts.read} s) must be given longer than connecting (${var.timeouts.connect} s)."
    }
  }
}

resource "terraform_data" "route" {
  for_each = var.routes

  input = {
    gateway = terraform_data.gateway.id
    path    = "/${each.key}"
    port    = each.value
    retries = var.strict ? 1 : 3
  }
}

resource "terraform_data" "trace" {
  count = var.strict ? 0 : 1

  input = {
    gateway = terraform_data.gateway.id
    sample  = 0.25
  }
}
