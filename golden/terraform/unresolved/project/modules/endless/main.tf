module "again" {
  source = "../endless"
}

resource "terraform_data" "here" {
  input = "once"
}
