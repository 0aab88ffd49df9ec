"""What leaves the house: messages from the outbox, by e-mail and webhook, and a sign of life for a monitor."""
