"""What a need's or product's text says beside its words: amounts, terms, papers, places, days."""
