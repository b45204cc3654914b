# Tests of the root module: what it declares, what it refuses, and what each flag changes.
# Nothing is created, and no credentials are needed. Run them with:
#
#   terraform test -filter=tests/infrastructure.tftest.hcl

# Every value that the runs rely on. A run names only what it changes.
variables {
  library = "city"
  lending = true
  days    = 14
  shelves = {
    novels     = { books = 100, note = null }
    "odd $${}" = { books = 5, note = "say \"hi\", %%{ if } go %%{ endif }" }
  }
}

# What the configuration declares
# ----------------------------------------------------------------------

# Plans as declared.
run "plans_as_declared" {
  command = plan

  assert {
    condition     = length(terraform_data.desk) == 1
    error_message = "terraform_data desk is not there exactly once."
  }

  assert {
    condition     = length(module.shelf) == 2
    error_message = "Module shelf is not there exactly 2 times."
  }

  assert {
    condition = jsonencode(terraform_data.library.input) == jsonencode({
      name  = "city"
      hours = ["9-12", "14-18"]
    })
    error_message = "terraform_data library: input is not {\"name\": \"city\", \"hours\": [\"9-12\", \"14-18\"]}."
  }

  assert {
    condition     = terraform_data.desk[0].input.days == 14
    error_message = "terraform_data desk[0]: input.days is not 14."
  }

  assert {
    condition     = jsonencode(output.books) == jsonencode({ novels = 100, "odd $${}" = 5 })
    error_message = "Output books is not {\"novels\": 100, \"odd $${}\": 5}."
  }

  assert {
    condition     = module.shelf["novels"].books == 100
    error_message = "Module shelf[\"novels\"]: books is not 100."
  }

  assert {
    condition     = module.shelf["odd $${}"].books == 5
    error_message = "Module shelf[\"odd $$${}\"]: books is not 5."
  }
}

# Each flag, both ways
# ----------------------------------------------------------------------

# lending = true adds terraform_data desk.
run "lending_true_adds_terraform_data_desk" {
  command = plan

  variables {
    lending = true
  }

  assert {
    condition     = length(terraform_data.desk) == 1
    error_message = "lending is true, but terraform_data desk is missing."
  }

  assert {
    condition     = length(module.shelf) == 2
    error_message = "lending is true, but module shelf does not stay there exactly 2 times."
  }
}

# lending = false removes terraform_data desk.
run "lending_false_removes_terraform_data_desk" {
  command = plan

  variables {
    lending = false
  }

  assert {
    condition     = length(terraform_data.desk) == 0
    error_message = "lending is false, but terraform_data desk is still there."
  }

  assert {
    condition     = length(module.shelf) == 2
    error_message = "lending is false, but module shelf does not stay there exactly 2 times."
  }
}

# Values that the rules accept
# ----------------------------------------------------------------------

# Accepts library of 3 characters.
run "accepts_library_of_3_characters" {
  command = plan

  variables {
    library = "cit"
  }

  assert {
    condition = jsonencode(terraform_data.library.input) == jsonencode({
      name  = "cit"
      hours = ["9-12", "14-18"]
    })
    error_message = "terraform_data library: input is not {\"name\": \"cit\", \"hours\": [\"9-12\", \"14-18\"]}."
  }
}

# Accepts days 7.
run "accepts_days_7" {
  command = plan

  variables {
    days = 7
  }

  assert {
    condition     = terraform_data.desk[0].input.days == 7
    error_message = "terraform_data desk[0]: input.days is not 7."
  }
}

# Accepts days 28.
run "accepts_days_28" {
  command = plan

  variables {
    days = 28
  }

  assert {
    condition     = terraform_data.desk[0].input.days == 28
    error_message = "terraform_data desk[0]: input.days is not 28."
  }
}

# Check books accepts shelves.novels.books null.
run "check_books_accepts_shelves_novels_books_null" {
  command = plan

  variables {
    shelves = {
      novels     = { books = null, note = null }
      "odd $${}" = { books = 5, note = "say \"hi\", %%{ if } go %%{ endif }" }
    }
  }
}

# terraform_data library accepts days 7 with lending = false.
run "terraform_data_library_accepts_days_7_with_lending_false" {
  command = plan

  variables {
    lending = false
    days    = 7
  }
}

# Values that break exactly one rule
# ----------------------------------------------------------------------

# Refuses library shorter than 3 characters.
run "refuses_library_shorter_than_3_characters" {
  command = plan

  variables {
    library = "ci"
  }

  expect_failures = [
    var.library,
  ]
}

# Refuses days 8.
run "refuses_days_8" {
  command = plan

  variables {
    days = 8
  }

  expect_failures = [
    var.days,
  ]
}

# Check books notices empty shelves.
run "check_books_notices_empty_shelves" {
  command = plan

  variables {
    shelves = {}
  }

  expect_failures = [
    check.books,
  ]
}

# terraform_data library refuses days 28 with lending = false.
run "terraform_data_library_refuses_days_28_with_lending_false" {
  command = plan

  variables {
    lending = false
    days    = 28
  }

  expect_failures = [
    terraform_data.library,
  ]
}

# What is only known once everything is created, with nothing but mocks
# ----------------------------------------------------------------------

# Connects what belongs together.
run "connects_what_belongs_together" {
  command = apply

  assert {
    condition     = terraform_data.desk[0].input.library == terraform_data.library.id
    error_message = "terraform_data desk[0]: input.library is not that of terraform_data library (terraform_data.library.id)."
  }
}
