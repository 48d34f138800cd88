"""The templates of the layer `present` that belong to one kind of page; `_templates/present.py` joins them."""
