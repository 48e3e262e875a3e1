module "typed" {
  source = "./typed"

  groups = {
    web = {
      ports = [80, "443"]
      owner = { email = "a@example.com" }
    }
    db = {
      ports    = ["5432"]
      internal = "true"
    }
  }
  list_of_any = [{ a = 1 }, { a = 2 }]
  map_of_any  = { x = [1], y = ["2"] }
  numbers     = ["3", 1, 2, 1]
  loose       = [{ name = "n", extra = true }]
}

output "typed" {
  value = module.typed.all
}
