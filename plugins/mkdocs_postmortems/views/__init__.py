"""What each kind of page shows, as frozen JSON-serialisable data: no URL, no markup."""
