"""Everything that knows Twilio: signatures, TwiML, the REST API, statuses, numbers and error classes."""
