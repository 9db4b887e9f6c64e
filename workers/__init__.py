"""The processes that call the carrier and keep the deadlines; they carry no data of their own."""
