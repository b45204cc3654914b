locals {
  name       = "${var.product}-${var.environment}"
  production = var.environment == "production"
  labels     = merge(var.labels, { product = var.product, environment = var.environment })
  image_tag  = trimprefix(var.release, "v")
  public     = { for name, service in var.services : name => service.port if service.public }
  replicas   = sum(concat([0], [for service in values(var.services) : service.replicas]))
  levels     = local.production ? ["warning", "critical"] : ["critical"]
}
