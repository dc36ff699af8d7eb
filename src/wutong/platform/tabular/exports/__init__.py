"""Tables that go out: asked for, made in the background, kept seven days."""
