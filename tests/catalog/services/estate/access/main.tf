provider "aws" { region = "eu-west-1" }
data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}
resource "aws_iam_role" "app" {
  name                 = "app"
  path                 = "/service/"
  description          = "the app"
  max_session_duration = 7200
  assume_role_policy   = data.aws_iam_policy_document.assume.json
  permissions_boundary = aws_iam_policy.boundary.arn
  tags                 = { Team = "a" }
}
resource "aws_iam_role" "old" {
  name                = "old"
  assume_role_policy  = data.aws_iam_policy_document.assume.json
  managed_policy_arns = [aws_iam_policy.read.arn]
  inline_policy {
    name   = "one"
    policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["s3:GetObject"], Resource = "*" }] })
  }
}
resource "aws_iam_policy" "boundary" {
  name   = "boundary"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*" }] })
}
resource "aws_iam_policy" "read" {
  name        = "read"
  path        = "/app/"
  description = "read"
  policy      = jsonencode({ Version = "2012-10-17", Statement = [{ Sid = "Read", Effect = "Allow", Action = ["s3:GetObject", "s3:ListBucket"], Resource = ["arn:aws:s3:::x", "arn:aws:s3:::x/*"] }] })
}
resource "aws_iam_role_policy" "inline" {
  name   = "inline"
  role   = aws_iam_role.app.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sqs:SendMessage", Resource = "*" }] })
}
resource "aws_iam_role_policy_attachment" "read" {
  role       = aws_iam_role.app.name
  policy_arn = aws_iam_policy.read.arn
}
resource "aws_iam_role_policy_attachment" "basic" {
  role       = aws_iam_role.app.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}
resource "aws_iam_instance_profile" "app" {
  name = "app"
  role = aws_iam_role.app.name
  tags = { A = "b" }
}
resource "aws_iam_user" "bot" {
  name = "bot"
  path = "/bots/"
  tags = { A = "b" }
}
resource "aws_iam_user_policy" "bot" {
  name   = "bot"
  user   = aws_iam_user.bot.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sqs:SendMessage", Resource = "*" }] })
}
resource "aws_iam_user_policy_attachment" "bot" {
  user       = aws_iam_user.bot.name
  policy_arn = aws_iam_policy.read.arn
}
resource "aws_iam_access_key" "bot" { user = aws_iam_user.bot.name }
resource "aws_iam_group" "ops" { name = "ops" }
resource "aws_iam_group_policy" "ops" {
  name   = "ops"
  group  = aws_iam_group.ops.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sqs:SendMessage", Resource = "*" }] })
}
resource "aws_iam_group_policy_attachment" "ops" {
  group      = aws_iam_group.ops.name
  policy_arn = aws_iam_policy.read.arn
}
resource "aws_iam_group_membership" "ops" {
  name  = "ops"
  group = aws_iam_group.ops.name
  users = [aws_iam_user.bot.name]
}
resource "aws_iam_user_group_membership" "bot" {
  user   = aws_iam_user.bot.name
  groups = [aws_iam_group.ops.name]
}
resource "aws_iam_user_login_profile" "bot" {
  user                    = aws_iam_user.bot.name
  password_reset_required = true
}
resource "aws_iam_openid_connect_provider" "github" {
  url             = "https://token.actions.githubusercontent.com"
  client_id_list  = ["sts.amazonaws.com"]
  thumbprint_list = ["6938fd4d98bab03faadb97b34396831e3780aea1"]
}
resource "aws_iam_account_password_policy" "strict" {
  minimum_password_length   = 14
  require_numbers           = true
  max_password_age          = 90
  password_reuse_prevention = 5
}
resource "aws_iam_account_alias" "me" { account_alias = "my-account" }
resource "aws_iam_policy_attachment" "all" {
  name       = "all"
  roles      = [aws_iam_role.app.name]
  users      = [aws_iam_user.bot.name]
  groups     = [aws_iam_group.ops.name]
  policy_arn = aws_iam_policy.boundary.arn
}
output "role_arn" { value = aws_iam_role.app.arn }
output "key_id" { value = aws_iam_access_key.bot.id }
