variable "listeners" {
  default = {
    http = {
      port  = 80
      hosts = ["a.example.com", "b.example.com"]
    }
    https = {
      port  = 443
      hosts = []
    }
  }
}

variable "extra" {
  default = null
}

resource "aws_security_group" "this" {
  name = "dynamic"

  ingress {
    from_port = 22
    to_port   = 22
    protocol  = "tcp"
  }

  dynamic "ingress" {
    for_each = var.listeners
    content {
      description = ingress.key
      from_port   = ingress.value.port
      to_port     = ingress.value["port"]
      protocol    = "tcp"
    }
  }

  dynamic "egress" {
    for_each = toset(["10.0.0.0/8", "172.16.0.0/12"])
    iterator = range
    content {
      from_port   = 0
      to_port     = 0
      protocol    = "-1"
      description = "${range.key}=${range.value}"
    }
  }

  dynamic "timeouts" {
    for_each = var.extra[*]
    content {
      create = timeouts.value
    }
  }
}

resource "aws_lb_listener_rule" "nested" {
  for_each = var.listeners

  dynamic "action" {
    for_each = [each.value]
    content {
      type = "forward"

      dynamic "forward" {
        for_each = [action.value.port]
        content {
          dynamic "target_group" {
            for_each = action.value.hosts
            iterator = host
            content {
              arn    = "${each.key}:${forward.value}:${host.value}"
              weight = host.key
            }
          }
        }
      }
    }
  }

  condition {
    host_header {
      values = each.value.hosts
    }
  }
}
