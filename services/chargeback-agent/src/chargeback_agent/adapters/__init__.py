"""Where cases are kept, attachments fetched and letters stored."""
