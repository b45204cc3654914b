environment        = "prod"
owner              = "integrations"
log_retention_days = 365
log_level          = "WARN"
event_ttl_days     = 90
alarm_email        = "webhooks-oncall@example.com"

reserved_concurrency = {
  validation = 200
  processing = 100
}

processing_max_concurrency = 50

throttle = {
  rate_limit  = 500
  burst_limit = 1000
}

extra_tags = {
  CostCentre = "4711"
}
