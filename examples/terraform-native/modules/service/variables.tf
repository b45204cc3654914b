variable "name" {
  description = "Full name of the service."
  type        = string

  validation {
    condition     = length(var.name) <= 50
    error_message = "The name ${var.name} has more than 50 characters."
  }
}

variable "image" {
  description = "Image with its tag."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9./-]+:[0-9][0-9.]*$", var.image))
    error_message = "The image ${var.image} must be a lower-case path with a version for its tag."
  }
}

variable "port" {
  description = "Port that the service listens on."
  type        = number
}

variable "replicas" {
  description = "Replicas to begin with."
  type        = number
}

variable "min_replicas" {
  description = "Fewest replicas."
  type        = number
}

variable "max_replicas" {
  description = "Most replicas."
  type        = number
}

variable "settings" {
  description = "Environment variables of the service."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for key in keys(var.settings) : can(regex("^[A-Z][A-Z_]*$", key))])
    error_message = "The settings ${join(", ", keys(var.settings))} must be named in upper case."
  }
}

variable "labels" {
  description = "Labels of everything that belongs to the service."
  type        = map(string)
}
