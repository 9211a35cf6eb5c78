"""Reports in words, and as files: workbooks and PDF."""
