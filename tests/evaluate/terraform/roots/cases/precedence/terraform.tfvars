terraform_tfvars      = "terraform.tfvars"
terraform_tfvars_json = "terraform.tfvars"
first_auto            = "terraform.tfvars"
last_auto             = "terraform.tfvars"
object                = { a = "1" }
