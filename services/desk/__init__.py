"""The office's desk: what the console's pages read and do, put together of the other rooms."""
