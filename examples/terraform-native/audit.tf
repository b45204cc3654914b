resource "terraform_data" "audit" {
  count = var.audit_enabled ? 1 : 0

  input = {
    name    = "${local.name}-audit"
    days    = var.audit_days
    release = terraform_data.release.id
    sealed  = true
  }
}

resource "terraform_data" "alert" {
  for_each = toset(var.alerts_enabled ? local.levels : [])

  input = {
    name    = "${local.name}-${each.key}"
    address = var.alert_address
    repeats = each.key == "critical" ? 3 : 1
    source  = terraform_data.manifest.id
  }
}

moved {
  from = terraform_data.log
  to   = terraform_data.audit
}

check "capacity" {
  assert {
    condition     = var.max_replicas <= 12 || length(var.sites) >= 3
    error_message = "For up to ${var.max_replicas} replicas of a service ${length(var.sites)} sites have no room."
  }
}

check "exposure" {
  assert {
    condition     = !var.gateway_enabled || length(local.public) > 0
    error_message = "There is a gateway, and none of ${join(", ", keys(var.services))} is public."
  }
}
