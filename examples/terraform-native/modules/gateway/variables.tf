variable "name" {
  description = "Full name of the gateway."
  type        = string
}

variable "host" {
  description = "Host name that the gateway answers to."
  type        = string

  validation {
    condition     = endswith(var.host, ".example.com")
    error_message = "The host ${var.host} must be below example.com."
  }
}

variable "routes" {
  description = "Port of each service that is reached through the gateway."
  type        = map(number)
}

variable "strict" {
  description = "Whether old clients are refused and nothing is traced."
  type        = bool
  default     = true
}

variable "timeouts" {
  description = "How long to wait, in seconds."
  type = object({
    connect = optional(number, 2)
    read    = optional(number, 30)
  })
  default = {}

  validation {
    condition     = var.timeouts.connect > 0 && var.timeouts.connect <= 10
    error_message = "Connecting may take up to 10 seconds, not ${var.timeouts.connect}."
  }
}
