"""Which names certificates prove, and who presents them."""
