"""The review page: reports beside their tables in a browser, and what a person corrects there."""
