"""Lines into blocks: sentences, columns, arcs, table cells, badges; and what readers get wrong about them."""
