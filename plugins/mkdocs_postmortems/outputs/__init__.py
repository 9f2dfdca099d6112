"""The library in other forms: JSON, the schema of its documents, scripts as Markdown."""
