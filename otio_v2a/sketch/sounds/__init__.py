"""The sounds of a cue: what each layer is made of, when it plays, how loud and where."""
