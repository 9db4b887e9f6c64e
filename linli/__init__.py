"""The program: commands, settings, the application, and a whole line on embedded parts."""
