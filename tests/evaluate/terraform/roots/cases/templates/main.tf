variable "hosts" {
  default = ["one", "two"]
}

resource "aws_launch_template" "this" {
  name      = "lt"
  user_data = base64encode(templatefile("${path.module}/init.tftpl", { hosts = var.hosts, port = 80 }))
}

resource "aws_iam_policy" "heredoc" {
  name = "heredoc"
  policy = <<-EOT
    {
      "Version": "2012-10-17",
      "Statement": [%{ for index, host in var.hosts }
        {"Sid": "${title(host)}", "Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::${host}/*"}%{ if index < length(var.hosts) - 1 },%{ endif ~}
      %{ endfor ~}
      ]
    }
  EOT
}

resource "aws_iam_policy" "encoded" {
  name = "encoded"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [for host in var.hosts : { Effect = "Allow", Action = ["s3:*"], Resource = "arn:aws:s3:::${host}" }]
  })
}

output "file" {
  value = {
    text  = trimspace(file("${path.module}/note.txt"))
    yaml  = yamldecode(file("${path.root}/data.yaml"))
    hash  = filemd5("note.txt")
    files = fileset(path.module, "*.{txt,yaml}")
    there = [fileexists("note.txt"), fileexists("missing.txt")]
  }
}
