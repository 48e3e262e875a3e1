# `make check` is what CI runs; the steps are in .ci/check. They use the environment that is active.
.PHONY: check format lint types imports tests docs package bench

check:
	.ci/check

lint types imports tests package:
	.ci/check $@

format:
	ruff check --fix .
	ruff format .

docs:
	python docs/generate.py

bench:
	python benchmarks/terraform.py
	python benchmarks/cloudformation.py
	python benchmarks/growth.py
	python benchmarks/iam.py
