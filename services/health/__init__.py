"""Health files: opened by a fever, followed by calls, closed by the rule, and never looked at unseen."""
