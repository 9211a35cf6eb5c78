"""What can be asked, an area a file."""
