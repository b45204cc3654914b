resource "terraform_data" "release" {
  input = {
    name    = local.name
    version = var.release
    sites   = var.sites
    labels  = local.labels
    window = {
      opens   = "${var.window.day} ${format("%02d:00", var.window.hour)}"
      minutes = var.window.minutes
    }
  }

  lifecycle {
    precondition {
      condition     = !local.production || length(var.sites) >= 2
      error_message = "A release to production needs 2 sites; there is ${length(var.sites)}."
    }

    precondition {
      condition     = !local.production || var.min_replicas >= 2
      error_message = "A release to production keeps 2 replicas of each service, not ${var.min_replicas}."
    }

    postcondition {
      condition     = length(self.input.name) <= 22
      error_message = "The name ${self.input.name} has more than 22 characters."
    }
  }
}

module "service" {
  source   = "./modules/service"
  for_each = var.services

  name         = "${local.name}-${each.key}"
  image        = "${var.registry}/${each.key}:${local.image_tag}"
  port         = each.value.port
  replicas     = each.value.replicas
  min_replicas = var.min_replicas
  max_replicas = var.max_replicas
  settings     = merge({ ENVIRONMENT = var.environment, LEADER = var.sites[0] }, each.value.settings)
  labels       = local.labels
}

module "gateway" {
  source = "./modules/gateway"
  count  = var.gateway_enabled ? 1 : 0

  name     = "${local.name}-gateway"
  host     = local.production ? "${var.product}.example.com" : "${var.product}.${var.environment}.example.com"
  routes   = local.public
  strict   = local.production
  timeouts = { connect = 2, read = local.production ? 20 : 60 }
}

module "defaults" {
  source = "./modules/defaults"

  locale = var.locale
  frozen = var.freeze_enabled
}

resource "terraform_data" "canary" {
  count = var.canary_enabled ? 1 : 0

  input = {
    version = var.release
    percent = var.canary_percent
    site    = var.sites[0]
    steps   = [for step in [1, 2, 4] : min(100, var.canary_percent * step)]
  }

  lifecycle {
    precondition {
      condition     = var.canary_percent <= 25 || length(var.sites) >= 3
      error_message = "With ${length(var.sites)} sites a canary takes 25 percent of the traffic at most, not ${var.canary_percent}."
    }
  }
}

resource "terraform_data" "agent" {
  for_each = toset(var.sites)

  input = {
    site    = each.key
    leading = each.key == var.sites[0]
    release = terraform_data.release.output.version
    polls   = 30
  }
  triggers_replace = [sha256(var.agent_token), each.key]
}

resource "terraform_data" "manifest" {
  input = jsonencode({
    version  = var.release
    images   = { for name, service in module.service : name => service.image }
    limits   = module.defaults.limits
    commands = ["pull", "migrate", "switch"]
  })
  triggers_replace = {
    release = var.release
    gateway = var.gateway_enabled
  }
}
