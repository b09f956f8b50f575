"""The domain: frameworks, answers, narratives and the rules about them. Standard library only."""
