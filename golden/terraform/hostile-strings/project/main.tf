# Text of a project is data: */ """ ''' ` ${not_here}
resource "terraform_data" "quotes" {
  input = {
    double   = "she said \"no\""
    single   = "it's"
    triple   = "\"\"\" and '''"
    back     = "`rm -rf` and \\` and \\"
    trailing = "ends in a backslash\\"
  }
}

resource "terraform_data" "templates" {
  input = {
    dollar   = "$${not.a.reference} and $$ and $"
    percent  = "%%{ if not } a directive %%{ endif } and %"
    script   = "$${process.exit(1)}"
    jinja    = "{{ 7 * 7 }} {% raw %} {# none #}"
    mixed    = "a \"quoted\" ${terraform_data.quotes.id} and `$${that}`"
    format   = "{0} {name} %s %(name)s %d"
    position = "\u007b\u007d"
  }
}

resource "terraform_data" "control" {
  input = {
    newlines = "one\ntwo\r\nthree\ttabbed"
    comment  = "/* open */ // line # hash --> ]]> */"
    html     = "</script><!-- <script>"
    nothing  = ""
    spaces   = "  kept  "
  }
}

resource "terraform_data" "unicode" {
  input = {
    accents    = "Grüße, señor, 你好"
    emoji      = "🚀👩‍👩‍👧"
    astral     = "\U0001F680"
    separators = "a\u2028b\u2029c\u0085d"
    direction  = "\u202Eevil\u202C"
    combining  = "e\u0301"
    zero_width = "a\u200Bb\uFEFFc"
  }
}

resource "terraform_data" "heredoc" {
  input = <<EOT
"""quoted""" and 'single' and `ticks`
  $${kept} %%{kept} \n is not a newline \
*/ and ${terraform_data.quotes.id}
EOT
}

resource "terraform_data" "keys" {
  input = {
    "with space"      = 1
    "with \"quotes\"" = 2
    "__proto__"       = 3
    "constructor"     = 4
    "class"           = 5
    "${"computed"}"   = 6
    "a.b[0]"          = 7
  }
}

variable "message" {
  description = "Shown as \"it is\", with `ticks`, $${braces} and */."
  type        = string
  default     = "\"; process.exit(1); //"

  validation {
    condition     = !strcontains(var.message, "\"\"\"")
    error_message = "No \"\"\" in a message, nor `$${this}`."
  }
}

output "message" {
  description = "'''\"\"\"`"
  value       = "<${var.message}>"
}
