"""The flow from a marked timeline to a scored one: `flow.score` reads as the story."""
