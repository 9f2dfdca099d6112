"""A library of an organisation's postmortems: checked, cross-linked, published."""

__version__ = "0.1.0"
