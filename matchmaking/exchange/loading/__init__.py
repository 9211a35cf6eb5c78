"""From typed rows to the database, a module for each kind of thing."""
