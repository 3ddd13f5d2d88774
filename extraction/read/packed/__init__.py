"""Files within files: archives and mails, and the documents in them."""
