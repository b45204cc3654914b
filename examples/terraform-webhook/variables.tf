variable "project" {
  description = "Short name of the system; it prefixes every resource name."
  type        = string
  default     = "webhooks"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{2,19}$", var.project))
    error_message = "The project name must be 3 to 20 lower-case letters, digits or hyphens, and start with a letter."
  }
}

variable "environment" {
  description = "Deployment environment; also the name of the API stage."
  type        = string
  default     = "dev"

  validation {
    condition     = contains(["dev", "staging", "prod"], var.environment)
    error_message = "The environment must be one of dev, staging or prod."
  }
}

variable "aws_region" {
  description = "Region that everything is deployed to."
  type        = string
  default     = "eu-west-1"

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[1-9]$", var.aws_region))
    error_message = "The region must be a region name such as eu-west-1."
  }
}

variable "owner" {
  description = "Team that answers for the system, as written in the Owner tag."
  type        = string
  default     = "integrations"
}

variable "extra_tags" {
  description = "Tags added to those that every resource carries."
  type        = map(string)
  default     = {}
}

variable "webhook_secret" {
  description = "Key that senders sign their requests with. Leave it null to store the value in Secrets Manager by hand."
  type        = string
  default     = null
  sensitive   = true

  validation {
    condition     = var.webhook_secret == null || length(coalesce(var.webhook_secret, "-")) >= 32
    error_message = "The webhook secret must have at least 32 characters."
  }
}

variable "allowed_sources" {
  description = "Systems whose events are accepted; an empty list accepts every source with a valid signature."
  type        = list(string)
  default     = ["billing", "shop", "crm"]

  validation {
    condition     = alltrue([for source in var.allowed_sources : can(regex("^[A-Za-z0-9_.-]{1,32}$", source))])
    error_message = "Each source must be 1 to 32 letters, digits, underscores, dots or hyphens."
  }
}

variable "signature_tolerance_seconds" {
  description = "How far a request's timestamp may be from the current time before it counts as a replay."
  type        = number
  default     = 300

  validation {
    condition     = var.signature_tolerance_seconds >= 30 && var.signature_tolerance_seconds <= 900
    error_message = "The tolerance must be between 30 and 900 seconds."
  }
}

variable "event_ttl_days" {
  description = "Days after which a stored event expires."
  type        = number
  default     = 30

  validation {
    condition     = var.event_ttl_days >= 1 && floor(var.event_ttl_days) == var.event_ttl_days
    error_message = "The time to live must be a whole number of days, at least 1."
  }
}

variable "log_retention_days" {
  description = "Days that log groups keep their events."
  type        = number
  default     = 30

  validation {
    condition     = contains([7, 14, 30, 60, 90, 180, 365], var.log_retention_days)
    error_message = "The log retention must be 7, 14, 30, 60, 90, 180 or 365 days."
  }
}

variable "log_level" {
  description = "Lowest level that the functions log."
  type        = string
  default     = "INFO"

  validation {
    condition     = contains(["DEBUG", "INFO", "WARN", "ERROR"], var.log_level)
    error_message = "The log level must be DEBUG, INFO, WARN or ERROR."
  }
}

variable "batch_size" {
  description = "Most messages that one invocation of the processing function receives; FIFO queues allow 10."
  type        = number
  default     = 10

  validation {
    condition     = var.batch_size >= 1 && var.batch_size <= 10
    error_message = "The batch size of a FIFO queue must be between 1 and 10."
  }
}

variable "max_receive_count" {
  description = "Times that an event is tried before it moves to the dead-letter queue."
  type        = number
  default     = 5

  validation {
    condition     = var.max_receive_count >= 1 && var.max_receive_count <= 1000
    error_message = "The receive count must be between 1 and 1000."
  }
}

variable "reserved_concurrency" {
  description = "Concurrent executions set aside for each function."
  type = object({
    validation = optional(number, 50)
    processing = optional(number, 20)
  })
  default = {}
}

variable "processing_max_concurrency" {
  description = "Most executions that the events queue may start at once."
  type        = number
  default     = 10

  validation {
    condition     = var.processing_max_concurrency >= 2
    error_message = "Event source mappings need a concurrency of at least 2."
  }
}

variable "throttle" {
  description = "Requests per second, and the burst above it, that the API accepts."
  type = object({
    rate_limit  = number
    burst_limit = number
  })
  default = {
    rate_limit  = 100
    burst_limit = 200
  }

  validation {
    condition     = var.throttle.burst_limit >= var.throttle.rate_limit
    error_message = "The burst limit must not be below the rate limit."
  }
}

variable "require_api_key" {
  description = "Whether senders must present an API key besides their signature."
  type        = bool
  default     = true
}

variable "alarm_email" {
  description = "Address that alarms are mailed to; empty for none."
  type        = string
  default     = ""

  validation {
    condition     = var.alarm_email == "" || can(regex("^[^@ ]+@[^@ ]+[.][^@ ]+$", var.alarm_email))
    error_message = "The alarm address must be an e-mail address or empty."
  }
}
