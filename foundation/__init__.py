"""What every app's models stand on: texts in languages, composite keys, times, units."""
