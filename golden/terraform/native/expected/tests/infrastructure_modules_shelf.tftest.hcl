# Tests of modules/shelf: what it declares, what it refuses, and what each flag changes.
# Nothing is created, and no credentials are needed. Run them with:
#
#   terraform test -filter=tests/infrastructure_modules_shelf.tftest.hcl

# Every value that the runs rely on. A run names only what it changes.
variables {
  label = "novels"
  books = 100
  note  = null
}

# What the configuration declares
# ----------------------------------------------------------------------

# Plans as declared.
run "plans_as_declared" {
  command = plan

  module {
    source = "./modules/shelf"
  }

  assert {
    condition     = terraform_data.shelf.input == "novels (100)"
    error_message = "terraform_data shelf: input is not \"novels (100)\"."
  }

  assert {
    condition     = output.books == 100
    error_message = "Output books is not 100."
  }
}

# Values that the rules accept
# ----------------------------------------------------------------------

# Accepts books 1.
run "accepts_books_1" {
  command = plan

  variables {
    books = 1
  }

  module {
    source = "./modules/shelf"
  }

  assert {
    condition     = terraform_data.shelf.input == "novels (1)"
    error_message = "terraform_data shelf: input is not \"novels (1)\"."
  }

  assert {
    condition     = output.books == 1
    error_message = "Output books is not 1."
  }
}

# Values that break exactly one rule
# ----------------------------------------------------------------------

# Refuses books below 1.
run "refuses_books_below_1" {
  command = plan

  variables {
    books = 0
  }

  module {
    source = "./modules/shelf"
  }

  expect_failures = [
    var.books,
  ]
}
