"""English templates of what pictures say where not everything can be drawn."""

TEMPLATES: dict[str, str] = {
    "drawing.cut": "A text that ends with … was too long to be drawn; the picture in words has it in full.",
    "drawing.left_out": "The first {drawn} of {count:line|lines} are drawn; the picture in words has them all.",
}
