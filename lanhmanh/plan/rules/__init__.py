"""What a plan's text and a task's recurrence mean, without a database."""
