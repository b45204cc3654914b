variable "name" {
  description = "Prefix of every name."
  type        = string
}

variable "database_name" {
  description = "Name of the database in the cluster."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9_]*$", var.database_name))
    error_message = "The database name must be lower-case letters, digits and underscores, and start with a letter."
  }
}

variable "engine_version" {
  description = "Version of PostgreSQL."
  type        = string
}

variable "instances" {
  description = "Instances of the cluster: one writer, the others readers."
  type        = number
  default     = 2

  validation {
    condition     = var.instances >= 1 && var.instances <= 16
    error_message = "A cluster has 1 to 16 instances."
  }
}

variable "capacity" {
  description = "Aurora capacity units that each instance scales between."
  type = object({
    min = number
    max = number
  })

  validation {
    condition     = var.capacity.min <= var.capacity.max
    error_message = "The minimum capacity must not be above the maximum."
  }
}

variable "parameters" {
  description = "Cluster parameters that differ from the engine's defaults."
  type        = map(string)
  default     = {}
}

variable "backup_retention_days" {
  description = "Days that backups are kept."
  type        = number
  default     = 7
}

variable "deletion_protection" {
  description = "Whether the cluster is guarded against deletion, and leaves a snapshot behind."
  type        = bool
  default     = true
}

variable "enhanced_monitoring" {
  description = "Whether the instances report metrics of their operating system."
  type        = bool
  default     = false
}

variable "vpc_id" {
  description = "Network of the cluster."
  type        = string
}

variable "subnet_ids" {
  description = "Subnets of the cluster, in at least two zones."
  type        = list(string)
}

variable "client_security_groups" {
  description = "Security groups that may connect, by a name that says whose they are."
  type        = map(string)
  default     = {}
}

variable "kms_key_arn" {
  description = "Key that encrypts the storage, the secret and the logs."
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
