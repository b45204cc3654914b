variable "region" {
  type    = string
  default = "eu-central-1"
}

variable "stage" {
  description = "Which deployment this is."
  type        = string

  validation {
    condition     = contains(["staging", "production"], var.stage)
    error_message = "The stage is staging or production."
  }
}

variable "attempts" {
  type    = number
  default = 5
}

variable "alarm" {
  type    = bool
  default = true
}
