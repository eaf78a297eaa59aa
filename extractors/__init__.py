"""spaCy components that read a paper's title and abstract, the weights they use, and how to train them."""
