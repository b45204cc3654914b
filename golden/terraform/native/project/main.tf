terraform {
  required_version = ">= 1.11"
}

variable "library" {
  type    = string
  default = "city"

  validation {
    condition     = length(var.library) >= 3
    error_message = "The library '${var.library}' needs 3 characters."
  }
}

variable "lending" {
  type    = bool
  default = true
}

variable "days" {
  type    = number
  default = 14

  validation {
    condition     = contains([7, 14, 28], var.days)
    error_message = "A book is lent for 7, 14 or 28 days, not ${var.days}."
  }
}

variable "shelves" {
  type = map(object({
    books = optional(number, 100)
    note  = optional(string)
  }))
  default = {
    novels     = {}
    "odd $${}" = { books = 5, note = "say \"hi\", %%{ if } go %%{ endif }" }
  }
}

resource "terraform_data" "library" {
  input = {
    name  = var.library
    hours = ["9-12", "14-18"]
  }

  lifecycle {
    precondition {
      condition     = var.days <= 14 || var.lending
      error_message = "Nothing is lent for ${var.days} days where nothing is lent."
    }
  }
}

resource "terraform_data" "desk" {
  count = var.lending ? 1 : 0

  input = {
    library = terraform_data.library.id
    days    = var.days
  }
}

module "shelf" {
  source   = "./modules/shelf"
  for_each = var.shelves

  label = each.key
  books = each.value.books
  note  = each.value.note
}

check "books" {
  assert {
    condition     = length(var.shelves) > 0
    error_message = "The library ${var.library} has no shelves."
  }
}

output "books" {
  value = { for label, shelf in module.shelf : label => shelf.books }
}
