variable "name" {
  description = "Prefix of every name."
  type        = string
}

variable "cluster_name" {
  description = "Cluster that the service runs in."
  type        = string
}

variable "service_name" {
  description = "Name of the service."
  type        = string
}

variable "topic_arn" {
  description = "Topic of the alarms."
  type        = string
}

variable "utilisation" {
  description = "Utilisation in percent above which to raise an alarm, by metric."
  type        = map(number)
}

variable "target_groups" {
  description = "Target groups of the service, by name."
  type = map(object({
    target_group  = string
    load_balancer = string
  }))
  default = {}
}
