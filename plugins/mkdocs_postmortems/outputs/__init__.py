"""The library as data: JSON and the schema of its documents."""
