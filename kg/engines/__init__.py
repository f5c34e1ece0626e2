"""How documents are spread over processes and machines: each engine maps readers over documents."""
