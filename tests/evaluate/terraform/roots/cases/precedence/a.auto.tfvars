first_auto = "a.auto.tfvars"
last_auto  = "a.auto.tfvars"
