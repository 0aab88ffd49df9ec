"""Difficult questions: from the agent who could not answer, over the department that can, back to every asker."""
