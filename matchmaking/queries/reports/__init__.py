"""Reports of an edition as figures: whatever SQL can add up, SQL adds up."""
