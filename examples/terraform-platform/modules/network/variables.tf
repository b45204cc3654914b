variable "name" {
  description = "Prefix of every name."
  type        = string
}

variable "cidr_block" {
  description = "Address range of the network, with a 16-bit prefix."
  type        = string
}

variable "availability_zones" {
  description = "Zones to spread over, each with a public, a private and a database subnet."
  type        = list(string)

  validation {
    condition     = length(var.availability_zones) == length(distinct(var.availability_zones))
    error_message = "Each availability zone may be given once."
  }
}

variable "single_nat_gateway" {
  description = "Whether all zones share one NAT gateway."
  type        = bool
  default     = false
}

variable "gateway_endpoints" {
  description = "Services reached through gateway endpoints, such as s3."
  type        = set(string)
  default     = []
}

variable "interface_endpoints" {
  description = "Services reached through interface endpoints, such as ecr.api."
  type        = set(string)
  default     = []
}

variable "database_ports" {
  description = "Ports of the database subnets that the network may reach."
  type        = list(number)
  default     = [5432]
}

variable "flow_logs" {
  description = "How traffic is logged; null for not at all."
  type = object({
    retention_days = optional(number, 30)
    traffic_type   = optional(string, "REJECT")
    kms_key_arn    = optional(string)
  })
  default = null
}
