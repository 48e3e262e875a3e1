"""Graph to derived relations, each with a verdict and its proof."""
