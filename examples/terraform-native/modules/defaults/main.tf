# One entry for each setting that applications look up by its name. Raise an entry's revision to have it fetched again.

terraform {
  required_version = ">= 1.11"
}

resource "terraform_data" "session_minutes" {
  input            = 30
  triggers_replace = 2
}

resource "terraform_data" "upload_megabytes" {
  input            = 25
  triggers_replace = 1
}

resource "terraform_data" "retry_limit" {
  input            = 5
  triggers_replace = 1
}

resource "terraform_data" "page_size" {
  input            = 50
  triggers_replace = 4
}

resource "terraform_data" "two_factor" {
  input            = true
  triggers_replace = 1
}

resource "terraform_data" "beta_banner" {
  input            = false
  triggers_replace = 3
}

resource "terraform_data" "greeting" {
  input            = "Where is your parcel today?"
  triggers_replace = 2
}

resource "terraform_data" "locale" {
  input            = var.locale
  triggers_replace = 1
}

resource "terraform_data" "time_zone" {
  input            = "Europe/Berlin"
  triggers_replace = 1
}

resource "terraform_data" "freeze" {
  count = var.frozen ? 1 : 0

  input            = "Nothing is changed at the moment."
  triggers_replace = 1
}
