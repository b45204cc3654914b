environment        = "production"
vpc_cidr           = "10.10.0.0/16"
single_nat_gateway = false
domain_name        = "harbour.example"
enable_cdn         = true
log_retention_days = 365
image_tag          = "v1.4.2"

services = {
  api = {
    cpu           = 2048
    memory        = 4096
    paths         = ["/api/*"]
    priority      = 10
    uses_database = true
    buckets       = ["uploads"]
    environment   = { LOG_LEVEL = "warning" }
    scaling       = { min = 6, max = 40 }
  }
  web = {
    cpu      = 1024
    memory   = 2048
    port     = 3000
    paths    = ["/*"]
    priority = 100
    scaling  = { min = 3, max = 20, cpu = 50 }
  }
  worker = {
    cpu           = 1024
    memory        = 2048
    command       = ["bin/worker", "--queues", "default,mail"]
    uses_database = true
    buckets       = ["uploads", "exports"]
    scaling       = { min = 2, max = 20 }
  }
  scheduler = {
    command       = ["bin/scheduler"]
    uses_database = true
    scaling       = { min = 1, max = 1 }
  }
}

buckets = {
  uploads = { replicated = true }
  exports = { replicated = true, expiration = { "adhoc/" = 30 } }
  logs    = { expiration = { "" = 400 } }
}

database = {
  instances             = 3
  min_capacity          = 2
  max_capacity          = 64
  backup_retention_days = 35
  parameters = {
    "log_min_duration_statement" = "250"
    "rds.force_ssl"              = "1"
    "shared_preload_libraries"   = "pg_stat_statements"
  }
}

alarm_emails = ["platform-oncall@example.com", "database-oncall@example.com"]

extra_tags = {
  CostCentre = "0815"
  Compliance = "iso27001"
}
