variable "project" {
  description = "Short name of the platform; it prefixes every resource name."
  type        = string
  default     = "harbour"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{2,14}$", var.project))
    error_message = "The project name must be 3 to 15 lower-case letters, digits or hyphens, and start with a letter."
  }
}

variable "environment" {
  description = "Deployment environment."
  type        = string
  default     = "staging"

  validation {
    condition     = contains(["staging", "production"], var.environment)
    error_message = "The environment must be staging or production."
  }
}

variable "region" {
  description = "Region that the platform runs in."
  type        = string
  default     = "eu-central-1"
}

variable "dr_region" {
  description = "Region that holds the copies of replicated buckets."
  type        = string
  default     = "eu-west-1"

  validation {
    condition     = var.dr_region != var.region
    error_message = "The disaster recovery region must differ from the region of the platform."
  }
}

variable "extra_tags" {
  description = "Tags added to those that every resource carries."
  type        = map(string)
  default     = {}
}

variable "vpc_cidr" {
  description = "Address range of the network."
  type        = string
  default     = "10.20.0.0/16"

  validation {
    condition     = can(cidrhost(var.vpc_cidr, 0)) && endswith(var.vpc_cidr, "/16")
    error_message = "The network needs an address range with a 16-bit prefix, such as 10.20.0.0/16."
  }
}

variable "zone_count" {
  description = "Availability zones to spread over."
  type        = number
  default     = 3

  validation {
    condition     = var.zone_count >= 2 && var.zone_count <= 3
    error_message = "The platform needs two or three availability zones."
  }
}

variable "single_nat_gateway" {
  description = "Whether all zones share one NAT gateway: cheaper, but a single point of failure."
  type        = bool
  default     = true
}

variable "domain_name" {
  description = "Domain of the platform; a public hosted zone of that name must exist."
  type        = string
  default     = "staging.harbour.example"
}

variable "enable_cdn" {
  description = "Whether CloudFront stands in front of the load balancer."
  type        = bool
  default     = false
}

variable "cdn_cached_paths" {
  description = "Paths that CloudFront caches, with their time to live in seconds."
  type        = map(number)
  default = {
    "/static/*" = 86400
    "/images/*" = 604800
  }
}

variable "waf_managed_rules" {
  description = "Managed rule groups of the web ACL, in order, with the rules that only count."
  type = list(object({
    name        = string
    count_rules = optional(list(string), [])
  }))
  default = [
    { name = "AWSManagedRulesAmazonIpReputationList" },
    { name = "AWSManagedRulesCommonRuleSet", count_rules = ["SizeRestrictions_BODY"] },
    { name = "AWSManagedRulesKnownBadInputsRuleSet" },
  ]
}

variable "services" {
  description = "Container services by name. A service with paths is reachable through the load balancer."
  type = map(object({
    image         = optional(string)
    cpu           = optional(number, 256)
    memory        = optional(number, 512)
    port          = optional(number, 8080)
    command       = optional(list(string))
    environment   = optional(map(string), {})
    paths         = optional(list(string), [])
    priority      = optional(number)
    health_path   = optional(string, "/healthz")
    uses_database = optional(bool, false)
    buckets       = optional(set(string), [])
    spot          = optional(bool, false)
    scaling = optional(object({
      min    = optional(number, 1)
      max    = optional(number, 3)
      cpu    = optional(number, 60)
      memory = optional(number, 75)
    }), {})
  }))

  default = {
    api = {
      cpu           = 512
      memory        = 1024
      paths         = ["/api/*"]
      priority      = 10
      uses_database = true
      buckets       = ["uploads"]
      environment   = { LOG_LEVEL = "info" }
      scaling       = { min = 2, max = 6 }
    }
    web = {
      port     = 3000
      paths    = ["/*"]
      priority = 100
      scaling  = { min = 2, max = 4, cpu = 70 }
    }
    worker = {
      command       = ["bin/worker", "--queues", "default,mail"]
      uses_database = true
      buckets       = ["uploads", "exports"]
      spot          = true
    }
  }

  validation {
    condition     = alltrue([for service in var.services : length(service.paths) == 0 || service.priority != null])
    error_message = "A service with paths needs a listener rule priority."
  }

  validation {
    condition     = alltrue([for service in var.services : service.scaling.min <= service.scaling.max])
    error_message = "A service's minimum must not be above its maximum."
  }
}

variable "image_tag" {
  description = "Tag of the images that services without an image of their own run."
  type        = string
  default     = "v1.0.0"
}

variable "buckets" {
  description = "Buckets by name."
  type = map(object({
    replicated = optional(bool, false)
    expiration = optional(map(number), {})
  }))
  default = {
    uploads = { replicated = true }
    exports = { expiration = { "daily/" = 30, "adhoc/" = 7 } }
    logs    = { expiration = { "" = 90 } }
  }

  validation {
    condition     = contains(keys(var.buckets), "logs")
    error_message = "The load balancer writes its access log to a bucket named logs."
  }
}

variable "database" {
  description = "Size and care of the PostgreSQL cluster."
  type = object({
    engine_version        = optional(string, "16.4")
    instances             = optional(number, 2)
    min_capacity          = optional(number, 0.5)
    max_capacity          = optional(number, 4)
    backup_retention_days = optional(number, 7)
    parameters            = optional(map(string), {})
  })
  default = {
    parameters = {
      "log_min_duration_statement" = "500"
      "rds.force_ssl"              = "1"
    }
  }
}

variable "operations_host" {
  description = "Host that operators reach through Session Manager; null for none."
  type = object({
    instance_type = optional(string, "t4g.small")
    packages      = optional(list(string), ["postgresql16", "jq"])
  })
  default = {}
}

variable "alarm_emails" {
  description = "Addresses that alarms are mailed to."
  type        = set(string)
  default     = []
}

variable "log_retention_days" {
  description = "Days that log groups keep their events."
  type        = number
  default     = 30
}

variable "origin_secret" {
  description = "Header value that shows the load balancer that a request came through CloudFront."
  type        = string
  default     = null
  sensitive   = true
}
