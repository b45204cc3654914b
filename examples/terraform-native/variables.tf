variable "product" {
  description = "Short name of the product; it prefixes every name."
  type        = string
  default     = "parcel"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,15}$", var.product))
    error_message = "The product '${var.product}' must be 2 to 16 lower-case letters, digits or hyphens, and start with a letter."
  }
}

variable "environment" {
  description = "Environment that the release goes to."
  type        = string
  default     = "staging"

  validation {
    condition     = contains(["development", "staging", "production"], var.environment)
    error_message = "The environment '${var.environment}' must be development, staging or production."
  }
}

variable "release" {
  description = "Version that is released."
  type        = string

  validation {
    condition     = can(regex("^v[0-9]+\\.[0-9]+\\.[0-9]+$", var.release))
    error_message = "The release '${var.release}' must be a version such as v1.4.0."
  }
}

variable "registry" {
  description = "Host and path that images are pulled from."
  type        = string
  default     = "images.example.com/parcel"

  validation {
    condition     = !startswith(var.registry, "http") && !endswith(var.registry, "/")
    error_message = "The registry '${var.registry}' must have neither a scheme nor a slash at its end."
  }
}

variable "sites" {
  description = "Sites that run the release, the leading one first."
  type        = list(string)
  default     = ["hamburg", "lisbon"]

  validation {
    condition     = length(var.sites) >= 1 && length(var.sites) <= 4
    error_message = "There must be 1 to 4 sites, not ${length(var.sites)}."
  }

  validation {
    condition     = length(distinct(var.sites)) == length(var.sites)
    error_message = "The sites ${join(", ", var.sites)} must differ from each other."
  }
}

variable "services" {
  description = "Services of the release by name."
  type = map(object({
    port     = number
    replicas = optional(number, 2)
    public   = optional(bool, false)
    settings = optional(map(string), {})
  }))
  default = {
    labels = {
      port   = 8081
      public = true
    }
    tracking = {
      port     = 8080
      replicas = 3
      public   = true
      settings = {
        CACHE_SECONDS = "30"
      }
    }
    worker = {
      port = 8090
    }
  }

  validation {
    condition     = alltrue([for service in values(var.services) : service.port >= 1024 && service.port <= 49151])
    error_message = "The ports ${join(", ", [for service in values(var.services) : service.port])} must be between 1024 and 49151."
  }

  validation {
    condition     = alltrue([for name in keys(var.services) : can(regex("^[a-z]{3,20}$", name))])
    error_message = "The services ${join(", ", keys(var.services))} must be named with 3 to 20 lower-case letters."
  }
}

variable "min_replicas" {
  description = "Fewest replicas that a service may be scaled to."
  type        = number
  default     = 2

  validation {
    condition     = var.min_replicas >= 1
    error_message = "At least 1 replica must be kept, not ${var.min_replicas}."
  }
}

variable "max_replicas" {
  description = "Most replicas that a service may be scaled to."
  type        = number
  default     = 6

  validation {
    condition     = var.max_replicas >= var.min_replicas
    error_message = "The most replicas (${var.max_replicas}) must not be fewer than the fewest (${var.min_replicas})."
  }

  validation {
    condition     = var.max_replicas <= 24
    error_message = "No service may have more than 24 replicas; ${var.max_replicas} are asked for."
  }
}

variable "window" {
  description = "When sites may be taken out of service."
  type = object({
    day     = string
    hour    = number
    minutes = optional(number, 60)
  })
  default = {
    day  = "tuesday"
    hour = 3
  }

  validation {
    condition     = contains(["monday", "tuesday", "wednesday", "thursday"], var.window.day)
    error_message = "The window's day '${var.window.day}' must be one from monday to thursday."
  }

  validation {
    condition     = var.window.hour >= 0 && var.window.hour <= 5
    error_message = "The window must open between 0 and 5 o'clock, not at ${var.window.hour}."
  }
}

variable "canary_enabled" {
  description = "Whether the release first takes a share of the traffic."
  type        = bool
  default     = false
}

variable "canary_percent" {
  description = "Share of the traffic that the release takes first."
  type        = number
  default     = 10

  validation {
    condition     = var.canary_percent >= 1 && var.canary_percent <= 50
    error_message = "The canary must take 1 to 50 percent of the traffic, not ${var.canary_percent}."
  }
}

variable "gateway_enabled" {
  description = "Whether public services are reached through a gateway."
  type        = bool
  default     = true
}

variable "audit_enabled" {
  description = "Whether a record of the release is kept."
  type        = bool
  default     = true
}

variable "audit_days" {
  description = "How long the record is kept, in days."
  type        = number
  default     = 90

  validation {
    condition     = contains([30, 90, 365], var.audit_days)
    error_message = "A record is kept for 30, 90 or 365 days, not ${var.audit_days}."
  }
}

variable "freeze_enabled" {
  description = "Whether users are told that nothing is changed at the moment."
  type        = bool
  default     = false
}

variable "locale" {
  description = "Language and country of what users read."
  type        = string
  default     = "en-GB"
}

variable "alerts_enabled" {
  description = "Whether somebody is called when the release fails."
  type        = bool
  default     = false
}

variable "alert_address" {
  description = "Mail address of whom to call; needed with alerts."
  type        = string
  default     = null

  validation {
    condition     = !var.alerts_enabled || var.alert_address != null
    error_message = "Alerts are enabled (${var.alerts_enabled}) and nobody is named to receive them."
  }
}

variable "agent_token" {
  description = "Token with which the agents of the sites fetch the manifest."
  type        = string
  sensitive   = true

  validation {
    condition     = length(var.agent_token) >= 20
    error_message = "The agents' token must have at least 20 characters."
  }
}

variable "labels" {
  description = "Labels added to those that everything carries."
  type        = map(string)
  default     = {}

  validation {
    condition     = !contains(keys(var.labels), "product") && !contains(keys(var.labels), "environment")
    error_message = "The labels ${join(", ", keys(var.labels))} must not replace product or environment."
  }
}
