"""`ckptgate init`: a project for the gate, written around what is there already."""
