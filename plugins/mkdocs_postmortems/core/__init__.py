"""The domain: documents, postmortems, the library. No MkDocs, no disk, no clock, no printing."""
