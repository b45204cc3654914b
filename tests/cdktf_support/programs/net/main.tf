variable "queue" {}
