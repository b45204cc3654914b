variable "name" {
  description = "Name of the bucket."
  type        = string

  validation {
    condition     = length(var.name) <= 55
    error_message = "The name must leave room for the suffix of the replica: at most 55 characters."
  }
}

variable "encrypted" {
  description = "Whether objects are encrypted with the given key rather than with one of S3."
  type        = bool
  default     = true
}

variable "kms_key_arn" {
  description = "Key that encrypts the objects."
  type        = string
  default     = null
}

variable "replicated" {
  description = "Whether a second region holds a copy."
  type        = bool
  default     = false
}

variable "expiration" {
  description = "Days after which objects expire, by prefix; the empty prefix is the whole bucket."
  type        = map(number)
  default     = {}
}

variable "force_destroy" {
  description = "Whether the bucket may be destroyed with objects in it."
  type        = bool
  default     = false
}

variable "policies" {
  description = "Policy documents added to the bucket's own."
  type        = list(string)
  default     = []
}
