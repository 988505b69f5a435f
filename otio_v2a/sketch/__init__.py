"""The embedded scorer: watches the picture, reads the prompts, makes the sound with numpy."""
