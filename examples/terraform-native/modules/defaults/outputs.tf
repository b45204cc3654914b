output "limits" {
  description = "Numbers that applications keep to."
  value = {
    session_minutes  = terraform_data.session_minutes.input
    upload_megabytes = terraform_data.upload_megabytes.input
    retry_limit      = terraform_data.retry_limit.input
    page_size        = terraform_data.page_size.input
  }
}

output "texts" {
  description = "What users read."
  value = compact([
    terraform_data.greeting.input,
    one(terraform_data.freeze[*].input),
  ])
}

output "entry_ids" {
  description = "Ids of the entries that decide who gets in."
  value = {
    two_factor  = terraform_data.two_factor.id
    beta_banner = terraform_data.beta_banner.id
  }
}
