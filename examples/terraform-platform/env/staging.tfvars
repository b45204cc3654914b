environment = "staging"
domain_name = "staging.harbour.example"
image_tag   = "v1.5.0-rc.1"

alarm_emails = ["platform-staging@example.com"]
