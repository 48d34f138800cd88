"""English templates of every message code, a module per layer; the catalogues in `locale/` are made from them."""
