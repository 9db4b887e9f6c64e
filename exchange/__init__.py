"""A small telephone exchange: a stand-in carrier that serves any TwiML application over HTTP."""
