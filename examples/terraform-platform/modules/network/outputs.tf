output "vpc_id" {
  description = "The network."
  value       = aws_vpc.main.id
}

output "public_subnet_ids" {
  description = "Public subnets, in the order of the zones."
  value       = aws_subnet.public[*].id
}

output "private_subnet_ids" {
  description = "Private subnets, in the order of the zones."
  value       = aws_subnet.private[*].id

  # What runs there needs its way out.
  depends_on = [aws_route.private_nat]
}

output "database_subnet_ids" {
  description = "Database subnets, in the order of the zones."
  value       = aws_subnet.database[*].id
}

output "nat_public_ips" {
  description = "Addresses of the NAT gateways."
  value       = aws_eip.nat[*].public_ip
}
