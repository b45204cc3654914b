variable "locale" {
  description = "Language and country of texts."
  type        = string
  default     = "de-DE"

  validation {
    condition     = can(regex("^[a-z]{2}-[A-Z]{2}$", var.locale))
    error_message = "The locale '${var.locale}' must be a language and a country, such as de-DE."
  }
}

variable "frozen" {
  description = "Whether users are told that nothing is changed."
  type        = bool
  default     = false
}
