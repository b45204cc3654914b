variable "name" {
  description = "Name of the service."
  type        = string
}

variable "cluster" {
  description = "Cluster that the service runs in."
  type = object({
    id   = string
    name = string
  })
}

variable "image" {
  description = "Image with its tag."
  type        = string
}

variable "cpu" {
  description = "CPU units of a task."
  type        = number

  validation {
    condition     = contains([256, 512, 1024, 2048, 4096, 8192, 16384], var.cpu)
    error_message = "Fargate offers 256, 512, 1024, 2048, 4096, 8192 or 16384 CPU units."
  }
}

variable "memory" {
  description = "Memory of a task in MiB."
  type        = number

  validation {
    condition     = var.memory >= var.cpu * 2 || var.cpu == 256
    error_message = "Fargate needs at least 2 MiB of memory for each CPU unit."
  }
}

variable "port" {
  description = "Port that the container listens on."
  type        = number
}

variable "command" {
  description = "Command in place of the image's own."
  type        = list(string)
  default     = null
}

variable "environment" {
  description = "Environment variables of the container."
  type        = map(string)
  default     = {}
}

variable "secrets" {
  description = "Environment variables of the container that come from a key of a secret."
  type = map(object({
    arn = string
    key = string
  }))
  default = {}
}

variable "task_policies" {
  description = "Policies of the task's role, by name."
  type        = map(string)
  default     = {}
}

variable "spot" {
  description = "Whether tasks above the first run on spare capacity, which may be taken back."
  type        = bool
  default     = false
}

variable "scaling" {
  description = "How many tasks run, and the utilisation in percent that is aimed at."
  type = object({
    min    = number
    max    = number
    cpu    = number
    memory = number
  })
}

variable "load_balancer" {
  description = "How the service is reached through the load balancer; null for not at all."
  type = object({
    arn_suffix        = string
    listener_arn      = string
    security_group_id = string
    paths             = list(string)
    priority          = number
    health_path       = string
  })
  default = null
}

variable "origin_secret" {
  description = "Value of the X-Origin-Secret header that requests must carry; null for none."
  type        = string
  default     = null
  sensitive   = true
}

variable "vpc_id" {
  description = "Network of the service."
  type        = string
}

variable "subnet_ids" {
  description = "Subnets of the tasks."
  type        = list(string)
}

variable "kms_key_arn" {
  description = "Key that encrypts the logs and secrets."
  type        = string
}

variable "log_retention_days" {
  description = "Days that the log is kept."
  type        = number
  default     = 30
}

variable "alarm_topic_arn" {
  description = "Topic of the alarms."
  type        = string
}
