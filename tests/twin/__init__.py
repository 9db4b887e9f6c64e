"""A second reading of TwiML, written from the carrier's documentation alone, to hold the exchange against."""
