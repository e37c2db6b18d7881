"""What is promised about watching, secrets and headers, looked at from outside."""
