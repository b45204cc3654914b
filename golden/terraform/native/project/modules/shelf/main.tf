variable "label" {
  type = string
}

variable "books" {
  type = number

  validation {
    condition     = var.books > 0
    error_message = "A shelf holds books, not ${var.books}."
  }
}

variable "note" {
  type    = string
  default = null
}

resource "terraform_data" "shelf" {
  input            = "${var.label} (${var.books})"
  triggers_replace = var.note
}

output "books" {
  value = var.books
}
