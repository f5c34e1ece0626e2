"""Questions in English become SPARQL and come back as answers with their evidence; no grammar library is loaded."""
