"""Invents whole editions: seeded import folders of three sizes, for benchmarks and trials."""
