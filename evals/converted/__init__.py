"""Made-up reports as other tools write them: printed as PDFs, and as text made of these."""
