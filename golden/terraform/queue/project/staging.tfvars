stage    = "staging"
attempts = 3
