"""Cloud assemblies: what an AWS CDK program was synthesised to."""
